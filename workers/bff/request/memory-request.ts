/** Requests of the bot about personal memory. Pure. */
import * as z from 'zod/mini';
import {
  type ChooseMemoryRequest,
  type ForgetFactRequest,
  MAX_FACTS,
  MEMORY_PLACES,
  type SaveFactRequest,
} from '../../../shared/contract/memory.ts';
import { once } from '../../../shared/once.ts';
import { type OfCaller, statedCaller, withCaller } from './stated-caller.ts';
import { type Validated, validate } from './validate.ts';

const where = once(() => z.enum(MEMORY_PLACES));
const factId = once(() => z.string().check(z.regex(/^\d{1,18}$/)));
/** More than a fact may have: it is refused with its limit. */
const MAX_TEXT_CHARS = 8_000;

const chooseSchema = once(() =>
  z.strictObject({ libra: statedCaller(), choice: z.enum(['on', 'off', 'pause']), where: where() }),
);
const saveSchema = once(() =>
  z.strictObject({
    libra: statedCaller(),
    text: z.exactOptional(z.string().check(z.maxLength(MAX_TEXT_CHARS))),
    fact: z.exactOptional(factId()),
    where: z.exactOptional(where()),
    message: z.exactOptional(z.string().check(z.regex(/^\d{15,20}$/))),
  }),
);
const forgetSchema = once(() =>
  z.strictObject({
    libra: statedCaller(),
    facts: z.union([z.literal('all'), z.array(factId()).check(z.minLength(1), z.maxLength(MAX_FACTS))]),
  }),
);

export function parseChooseMemory(input: unknown): Validated<OfCaller<ChooseMemoryRequest>> {
  return withCaller(validate(chooseSchema(), input));
}

export function parseSaveFact(input: unknown): Validated<OfCaller<SaveFactRequest>> {
  const result = withCaller(validate(saveSchema(), input));
  if (!result.ok || result.value.text !== undefined || result.value.fact !== undefined) return result;
  return { ok: false, code: 'invalid_request', param: 'text', detail: "'text' is missing." };
}

export function parseForgetFacts(input: unknown): Validated<OfCaller<ForgetFactRequest>> {
  return withCaller(validate(forgetSchema(), input));
}
