/**
 * Embeddings without a model: every three neighbouring characters are hashed to a direction, and the directions are added.
 * Texts that share wording are near each other, and the same text always gives the same vector. Pure.
 */
import { type ApiError, apiError, invalidRequest } from './api-error.ts';
import { EMBEDDING_MODELS } from './models.ts';
import { hashText, scramble } from './pace.ts';
import { countTokens } from './tokens.ts';

export type EmbeddingsVerdict = { ok: true; body: unknown } | { ok: false; error: ApiError };

const MAX_INPUTS = 2_048;

export function answerEmbeddings(value: unknown): EmbeddingsVerdict {
  if (typeof value !== 'object' || value === null) {
    return refuse(invalidRequest('We could not parse the JSON body of your request.'));
  }
  const { model: name, input, dimensions, encoding_format: format } = value as Record<string, unknown>;
  const model = EMBEDDING_MODELS.find(({ id }) => id === name);
  if (model === undefined) {
    return refuse(
      apiError(404, 'invalid_request_error', `The model \`${String(name)}\` does not exist.`, {
        code: 'model_not_found',
      }),
    );
  }
  const texts = typeof input === 'string' ? [input] : input;
  if (!Array.isArray(texts) || texts.length === 0 || texts.length > MAX_INPUTS || !texts.every(isText)) {
    return refuse(invalidRequest("'$.input' is invalid.", 'input'));
  }
  const size = dimensions ?? model.dimensions;
  if (typeof size !== 'number' || !Number.isInteger(size) || size < 1 || size > model.dimensions) {
    return refuse(invalidRequest(`'dimensions' must be from 1 to ${model.dimensions}.`, 'dimensions'));
  }
  const tokens = texts.reduce((sum, text) => sum + countTokens(text), 0);
  return {
    ok: true,
    body: {
      object: 'list',
      model: model.id,
      data: texts.map((text, index) => ({
        object: 'embedding',
        index,
        embedding: encode(embed(text, size), format === 'base64'),
      })),
      usage: { prompt_tokens: tokens, total_tokens: tokens },
    },
  };
}

/** A vector of length 1. */
function embed(text: string, dimensions: number): Float32Array {
  const vector = new Float32Array(dimensions);
  const characters = Array.from(` ${text.toLowerCase()} `);
  for (let index = 0; index + 2 < characters.length; index += 1) {
    const hash = scramble(hashText(characters.slice(index, index + 3).join('')));
    const slot = hash % dimensions;
    vector[slot] = (vector[slot] ?? 0) + (hash & 0x80000000 ? 1 : -1);
  }
  const length = Math.hypot(...vector);
  if (length === 0) vector[0] = 1;
  else
    vector.forEach((value, index) => {
      vector[index] = value / length;
    });
  return vector;
}

/** Base64 of little-endian floats is what OpenAI's own client asks for. */
function encode(vector: Float32Array, base64: boolean): number[] | string {
  return base64 ? Buffer.from(vector.buffer).toString('base64') : Array.from(vector);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function refuse(error: ApiError): EmbeddingsVerdict {
  return { ok: false, error };
}
