/** `POST /v1/embeddings`, checked by form. Pure. */
import * as z from 'zod/mini';
import { once } from '../../../../shared/once.ts';
import { boundTokens } from '../../limits/bound.ts';
import type { DraftCall } from '../../passthrough/calls.ts';
import { type Invalid, type Validated, validate } from '../validate.ts';
import { createDraft, invalidField, modelName, readPromptTokens, userId } from './common-fields.ts';

const schema = once(() =>
  z.strictObject({
    model: modelName(),
    input: z.unknown(),
    dimensions: z.nullish(z.int().check(z.gte(1), z.lte(65_536))),
    encoding_format: z.nullish(z.enum(['float', 'base64'])),
    user: userId(),
  }),
);

/** OpenAI's. */
const MAX_INPUTS = 2_048;
/** What a tokenizer may put around an input. */
const FRAME_TOKENS = 2;

export function parseEmbeddings(body: unknown): Validated<DraftCall> {
  const result = validate(schema(), body);
  if (!result.ok) return result;
  const { model, ...fields } = result.value;
  const measured = measure(fields.input);
  if (typeof measured !== 'number') return measured;
  const bound = { promptTokens: measured, completionTokens: 0 };
  return {
    ok: true,
    value: createDraft(model, fields, {
      answers: 'json',
      meter: {
        bound: () => bound,
        untold: () => bound,
        told: (_price, sample) => readPromptTokens(sample),
      },
    }),
  };
}

/** Its tokens at most; what is wrong with it otherwise. */
function measure(input: unknown): number | Invalid {
  if (input === undefined || input === null) return invalidField('input', "'input' is missing.");
  if (typeof input === 'string') return measureOne(input, 'input');
  if (!Array.isArray(input)) return invalidField('input', FORM);
  if (input.length === 0) return invalidField('input', "'input' is empty.");
  if (input.every(isToken)) return measureOne(input, 'input');
  if (input.length > MAX_INPUTS) return invalidField('input', `'input' has more than ${MAX_INPUTS} items.`);
  let tokens = 0;
  for (const [index, item] of input.entries()) {
    const measured = measureOne(item, `input[${index}]`);
    if (typeof measured !== 'number') return measured;
    tokens += measured;
  }
  return tokens;
}

const FORM = "'input' must be a text, a list of texts, a list of tokens, or a list of such lists.";

function measureOne(input: unknown, param: string): number | Invalid {
  if (typeof input === 'string') {
    return input === '' ? invalidField(param, `'${param}' is empty.`) : boundTokens(input) + FRAME_TOKENS;
  }
  if (!Array.isArray(input)) return invalidField(param, FORM);
  if (input.length === 0) return invalidField(param, `'${param}' is empty.`);
  const at = input.findIndex((item) => !isToken(item));
  return at === -1 ? input.length + FRAME_TOKENS : invalidField(`${param}[${at}]`, FORM);
}

function isToken(value: unknown): boolean {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
