/** Vectors of texts, from the model that the operator has chosen: one signed call of llm. Never rejects. */
import type { Failure } from '../../../shared/contract/failure.ts';
import { readBoundedBody } from '../../../shared/http/bounded-body.ts';
import { isList, isRecord, parseBoundedJson } from '../../../shared/json.ts';
import { errorName } from '../../../shared/observe/log.ts';
import { orAbort } from '../../../shared/time/wait.ts';
import { callPassthrough } from '../llm/call-passthrough.ts';
import { readChainFailure } from '../llm/failure.ts';
import { SHORT_REPORT_MARGIN_MS } from '../llm/send.ts';
import { readPositiveCount } from '../passthrough/sample.ts';
import type { Services } from '../services.ts';
import { inputFields, type TextSide, vectorsOf } from './sides.ts';

export type Embedded =
  | {
      ok: true;
      /** In the order of the texts; all of as many numbers, and of length 1. */
      vectors: Float32Array[];
      /** Who made them, and how long they are: vectors of another name are not compared with these. */
      space: string;
      answeredBy: { model: string; provider: string | null; fallback: boolean };
      /** As the provider counted; null when it did not say. */
      promptTokens: number | null;
    }
  | { ok: false; failure: Failure };

/** Of 48 texts, 4,096 numbers each, written out. */
const MAX_ANSWER_BYTES = 5 * 1024 * 1024;

type EmbedDeps = Pick<Services, 'config' | 'signer' | 'trace' | 'log'>;

export interface EmbedOptions {
  side: TextSide;
  timeoutMs: number;
}

export async function embedTexts(
  { config, signer, trace, log }: EmbedDeps,
  texts: readonly string[],
  { side, timeoutMs }: EmbedOptions,
): Promise<Embedded> {
  const { embeddingModel: model, embeddingSides: sides } = config;
  if (model === null) return { ok: false, failure: { code: 'model_not_found' } };
  const fields = { ...inputFields(sides, side, texts), encoding_format: 'base64' };
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const called = await orAbort(
      callPassthrough(
        { llm: config.llm, signer, trace, log, readFailure: readChainFailure },
        {
          path: '/v1/embeddings',
          head: {
            model,
            timeoutMs: Math.max(1, timeoutMs - SHORT_REPORT_MARGIN_MS),
            answers: 'json',
            fields: Object.keys(fields),
          },
          body: { kind: 'json', text: JSON.stringify(fields) },
        },
        signal,
      ),
      signal,
    );
    if (!called.ok) return called;
    const read = await orAbort(readBoundedBody(new Response(called.body), MAX_ANSWER_BYTES), signal);
    const answer = read.kind === 'read' ? readAnswer(read.bytes, texts.length) : null;
    if (answer === null) return { ok: false, failure: { code: 'provider_garbled' } };
    const { model: answered, provider, fallback } = called;
    const length = answer.vectors[0]?.length ?? 0;
    return {
      ok: true,
      ...answer,
      space: `${vectorsOf(answered, sides)}/${length}`,
      answeredBy: { model: answered, provider: provider === '' ? null : provider, fallback },
    };
  } catch (error) {
    log.warn('embedding.failed', { error: errorName(error) });
    return { ok: false, failure: { code: 'provider_unavailable' } };
  }
}

/** pgvector's `vector` takes no more. */
const MAX_DIMENSIONS = 16_000;

/** Beside the numbers: `index`, `object`, usage and the like. */
const OTHER_VALUES = 100;

/** As below. A provider that does not know base64 sends each number as a value of its own. Pure. */
export function readAnswer(bytes: Uint8Array, count: number): ReturnType<typeof readVectors> {
  const maxValues = count * (MAX_DIMENSIONS + OTHER_VALUES);
  return readVectors(parseBoundedJson(bytes, undefined, maxValues), count);
}

/** Null for anything but `count` vectors of one length, each of finite numbers. Pure. */
export function readVectors(
  answer: unknown,
  count: number,
): { vectors: Float32Array[]; promptTokens: number | null } | null {
  if (!isRecord(answer) || !isList(answer.data) || answer.data.length !== count) return null;
  const vectors: Float32Array[] = Array.from({ length: count });
  for (const [at, item] of answer.data.entries()) {
    if (!isRecord(item)) return null;
    const index = typeof item.index === 'number' ? item.index : at;
    const vector = readVector(item.embedding);
    if (vector === null || !(index in vectors) || vectors[index] !== undefined) return null;
    vectors[index] = vector;
  }
  const length = vectors[0]?.length ?? 0;
  if (length === 0 || length > MAX_DIMENSIONS || vectors.some((vector) => vector.length !== length))
    return null;
  const tokens = isRecord(answer.usage) ? answer.usage.prompt_tokens : undefined;
  return { vectors, promptTokens: readPositiveCount(tokens) ?? null };
}

/** Base64 of little-endian floats, as was asked for, or a list of numbers from a provider that does not know the form. */
function readVector(value: unknown): Float32Array | null {
  const numbers = typeof value === 'string' ? decodeFloats(value) : value;
  if (!(numbers instanceof Float32Array) && !Array.isArray(numbers)) return null;
  const vector = Float32Array.from(numbers as ArrayLike<number>);
  const length = Math.hypot(...vector);
  // A vector without a direction is near nothing.
  return Number.isFinite(length) && length > 0 ? vector.map((each) => each / length) : null;
}

function decodeFloats(text: string): Float32Array | null {
  try {
    const bytes = Uint8Array.fromBase64(text);
    if (bytes.byteLength % 4 !== 0) return null;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return Float32Array.from({ length: bytes.byteLength / 4 }, (_, index) =>
      view.getFloat32(index * 4, true),
    );
  } catch {
    return null;
  }
}
