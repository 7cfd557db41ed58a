/** Answers `POST /v1/embeddings` with OpenAI's limits. Pure. Source: https://platform.openai.com/docs/api-reference/embeddings */
import { isRecord } from '../../../shared/json.ts';
import { type ApiError, apiError, invalidRequest } from '../api-error.ts';
import { checkChoice, checkUnknownFields, missingParameter, readModel } from '../field-checks.ts';
import { type EmbeddingModel, findEmbeddingModel } from '../models.ts';
import { countTokens } from '../tokens.ts';
import { embedText, embedTokens } from './embed.ts';

export type EmbeddingsVerdict = { ok: true; body: Record<string, unknown> } | { ok: false; error: ApiError };

type Input = string | number[];

const MAX_INPUTS = 2_048;
const MAX_INPUT_TOKENS = 8_192;
const MAX_REQUEST_TOKENS = 300_000;

const KNOWN_FIELDS = new Set(['model', 'input', 'dimensions', 'encoding_format', 'user']);

export function answerEmbeddings(value: unknown): EmbeddingsVerdict {
  if (!isRecord(value)) {
    return refuse(invalidRequest('We could not parse the JSON body of your request.'));
  }
  const unknown = checkUnknownFields(value, KNOWN_FIELDS);
  if (unknown !== null) return refuse(unknown);
  const named = readModel(value.model, findEmbeddingModel);
  if ('error' in named) return refuse(named.error);
  const inputs = readInputs(value.input);
  if (!Array.isArray(inputs)) return refuse(inputs);
  const size = readDimensions(value.dimensions, named.model);
  if (typeof size !== 'number') return refuse(size);
  const format = value.encoding_format ?? 'float';
  const unknownFormat = checkChoice('encoding_format', format, ['float', 'base64']);
  if (unknownFormat !== null) return refuse(unknownFormat);
  const tokens = countAll(inputs);
  if (typeof tokens !== 'number') return refuse(tokens);
  return {
    ok: true,
    body: {
      object: 'list',
      data: inputs.map((input, index) => ({
        object: 'embedding',
        index,
        embedding: encode(embed(input, size), format === 'base64'),
      })),
      model: named.model.id,
      usage: { prompt_tokens: tokens, total_tokens: tokens },
    },
  };
}

/** A text, texts, the tokens of one text, or of several: always the list of them. */
function readInputs(input: unknown): Input[] | ApiError {
  if (input === undefined) return missingParameter('input');
  if (isText(input)) return [input];
  if (!Array.isArray(input) || input.length === 0) return invalidInput();
  if (input.every(isToken)) return [input];
  if (input.length > MAX_INPUTS) {
    return invalidRequest(
      `Invalid 'input': array too long. Expected an array with maximum length ${MAX_INPUTS}, but got an array with length ${input.length} instead.`,
      'input',
      'array_above_max_length',
    );
  }
  return input.every(isText) || input.every(isTokens) ? input : invalidInput();
}

function invalidInput(): ApiError {
  return invalidRequest(
    "'$.input' is invalid. Please check the API reference: https://platform.openai.com/docs/api-reference.",
    'input',
  );
}

function readDimensions(value: unknown, model: EmbeddingModel): number | ApiError {
  if (value === undefined || value === null) return model.dimensions;
  if (!model.shortens) {
    return invalidRequest('This model does not support specifying dimensions.', 'dimensions');
  }
  if (typeof value !== 'number' || !Number.isInteger(value)) {
    return invalidRequest(
      "Invalid type for 'dimensions': expected an integer.",
      'dimensions',
      'invalid_type',
    );
  }
  if (value >= 1 && value <= model.dimensions) return value;
  return invalidRequest(
    `Invalid value for 'dimensions' = ${value}. Must be between 1 and ${model.dimensions} for this model.`,
    'dimensions',
    'invalid_value',
  );
}

function countAll(inputs: readonly Input[]): number | ApiError {
  let sum = 0;
  for (const input of inputs) {
    const tokens = typeof input === 'string' ? countTokens(input) : input.length;
    if (tokens > MAX_INPUT_TOKENS) {
      return invalidRequest(
        `This model's maximum context length is ${MAX_INPUT_TOKENS} tokens, however you requested ${tokens} tokens (${tokens} in your prompt; 0 for the completion). Please reduce your prompt; or completion length.`,
      );
    }
    sum += tokens;
  }
  if (sum <= MAX_REQUEST_TOKENS) return sum;
  const code = 'max_tokens_per_request';
  return apiError(400, code, `Requested ${sum} tokens, max ${MAX_REQUEST_TOKENS} tokens per request`, {
    code,
  });
}

function embed(input: Input, dimensions: number): Float32Array {
  return typeof input === 'string' ? embedText(input, dimensions) : embedTokens(input, dimensions);
}

/** Base64 of little-endian floats is what OpenAI's own client asks for. */
function encode(vector: Float32Array, base64: boolean): number[] | string {
  if (!base64) return Array.from(vector);
  const bytes = Buffer.alloc(vector.length * 4);
  for (const [index, value] of vector.entries()) bytes.writeFloatLE(value, index * 4);
  return bytes.toString('base64');
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isToken(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}

function isTokens(value: unknown): value is number[] {
  return Array.isArray(value) && value.length > 0 && value.every(isToken);
}

function refuse(error: ApiError): EmbeddingsVerdict {
  return { ok: false, error };
}
