/** `POST /v1/moderations`, checked by form. Pure. */
import * as z from 'zod/mini';
import { once } from '../../../../shared/once.ts';
import { BYTES_PER_TOKEN, boundTokens } from '../../limits/bound.ts';
import type { DraftCall } from '../../passthrough/calls.ts';
import { isImageUrl } from '../image-url.ts';
import { type Invalid, type Validated, validate } from '../validate.ts';
import { createDraft, invalidField, modelName, readPromptTokens } from './common-fields.ts';

const part = once(() =>
  z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('text'), text: z.string() }),
    z.strictObject({ type: z.literal('image_url'), image_url: z.strictObject({ url: z.string() }) }),
  ]),
);
type Part = z.infer<ReturnType<typeof part>>;

const schema = once(() =>
  z.strictObject({
    model: z.nullish(modelName()),
    input: z.union([
      z.string(),
      z.array(z.string()).check(z.minLength(1)),
      z.array(part()).check(z.minLength(1)),
    ]),
  }),
);

/** More than any model that judges one makes of an image. */
const IMAGE_TOKENS = 2_048;

export function parseModerations(body: unknown): Validated<DraftCall> {
  const result = validate(schema(), body);
  if (!result.ok) return result;
  const { model, ...fields } = result.value;
  const { input } = fields;
  const parts = typeof input === 'string' ? [input] : input;
  const fault = findImageFault(parts);
  if (fault !== null) return fault;
  const most = parts.reduce((sum: number, each: string | Part) => sum + boundOf(each), 0);
  const bound = { promptTokens: most, completionTokens: 0 };
  // OpenAI does not count what it judges.
  const untold = { promptTokens: Math.ceil(most / BYTES_PER_TOKEN), completionTokens: 0 };
  return {
    ok: true,
    value: createDraft(model ?? undefined, fields, {
      answers: 'json',
      meter: {
        bound: () => bound,
        untold: () => untold,
        told: (_price, sample) => readPromptTokens(sample),
      },
    }),
  };
}

function findImageFault(parts: readonly (string | Part)[]): Invalid | null {
  for (const [index, each] of parts.entries()) {
    if (typeof each === 'string' || each.type === 'text' || isImageUrl(each.image_url.url)) continue;
    const fault = invalidField(
      `input[${index}].image_url.url`,
      'An image has a public http(s) URL or a data URL.',
    );
    return { ...fault, code: 'invalid_image_url' };
  }
  return null;
}

function boundOf(each: string | Part): number {
  if (typeof each === 'string') return boundTokens(each);
  return each.type === 'text' ? boundTokens(each.text) : IMAGE_TOKENS;
}
