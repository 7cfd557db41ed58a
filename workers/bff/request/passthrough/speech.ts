/** `POST /v1/audio/speech`, checked by form. Pure. */
import * as z from 'zod/mini';
import type { PricedUsage } from '../../../../shared/catalogue/price.ts';
import { once } from '../../../../shared/once.ts';
import { BYTES_PER_TOKEN, boundTokens } from '../../limits/bound.ts';
import type { DraftCall, Meter } from '../../passthrough/calls.ts';
import { type AnswerSample, findObject, readPositiveCount } from '../../passthrough/sample.ts';
import { type Validated, validate } from '../validate.ts';
import { createDraft, invalidField, modelName } from './common-fields.ts';

const text = once(() => z.string().check(z.minLength(1)));

const schema = once(() =>
  z.strictObject({
    model: modelName(),
    input: text(),
    voice: z.union([text(), z.strictObject({ id: text() })]),
    instructions: z.nullish(z.string().check(z.maxLength(16_384))),
    response_format: z.nullish(z.enum(['mp3', 'opus', 'aac', 'flac', 'wav', 'pcm'])),
    speed: z.nullish(z.number().check(z.gte(0.25), z.lte(4))),
    stream_format: z.nullish(z.enum(['sse', 'audio'])),
  }),
);

/** OpenAI's. */
const MAX_CHARACTERS = 4_096;

export function parseSpeech(body: unknown): Validated<DraftCall> {
  const result = validate(schema(), body);
  if (!result.ok) return result;
  const { model, ...fields } = result.value;
  const { input, instructions, response_format: format, speed, stream_format: streamed } = fields;
  const characters = countCharacters(input);
  if (characters > MAX_CHARACTERS) {
    return invalidField('input', `'input' has ${characters} characters: ${MAX_CHARACTERS} are the most.`);
  }
  const meter = createMeter({
    characters,
    promptTokens: boundTokens(input) + boundTokens(instructions ?? ''),
    speed: speed ?? 1,
    isRaw: streamed !== 'sse' && (format === 'pcm' || format === 'wav'),
  });
  const answers = streamed === 'sse' ? 'events' : 'audio';
  return { ok: true, value: createDraft(model, fields, { answers, meter }) };
}

export function countCharacters(input: string): number {
  let count = 0;
  for (const _character of input) count += 1;
  return count;
}

/** What a model makes of a second of sound: $12 a million are $0.015 a minute. */
const TOKENS_PER_SEC = 21;
/** Nobody reads more slowly; most read twice to four times as fast. */
const SLOWEST_CHARS_PER_SEC = 4;
const USUAL_CHARS_PER_SEC = 10;
/** 24 kHz, 16 bit, mono. */
const RAW_BYTES_PER_SEC = 48_000;

interface Spoken {
  characters: number;
  /** At most. */
  promptTokens: number;
  speed: number;
  /** True when the answer's length is that of its sound. */
  isRaw: boolean;
}

function createMeter({ characters, promptTokens, speed, isRaw }: Spoken): Meter {
  const usageOf = (tokens: number, seconds: number): PricedUsage => ({
    characters,
    promptTokens: tokens,
    completionTokens: Math.ceil(seconds * TOKENS_PER_SEC),
  });
  const secondsAt = (charactersPerSec: number) => characters / charactersPerSec / speed + 1;
  return {
    bound: () => usageOf(promptTokens, secondsAt(SLOWEST_CHARS_PER_SEC)),
    untold(_price, sample) {
      const isHeard = isRaw && sample !== null;
      const seconds = isHeard ? sample.byteLength / RAW_BYTES_PER_SEC : secondsAt(USUAL_CHARS_PER_SEC);
      return usageOf(Math.ceil(promptTokens / BYTES_PER_TOKEN), seconds);
    },
    told(_price, sample) {
      return readTokens(sample, characters);
    },
  };
}

/** With the last event of a stream: sound alone has no place for it. */
function readTokens(sample: AnswerSample, characters: number): PricedUsage | null {
  const usage = findObject(sample, 'usage');
  const promptTokens = readPositiveCount(usage?.input_tokens);
  const completionTokens = readPositiveCount(usage?.output_tokens);
  if (promptTokens === undefined || completionTokens === undefined) return null;
  return { characters, promptTokens, completionTokens };
}
