/** Requests of the bot about personal memory. Pure. */
import * as z from 'zod/mini';
import type { Caller } from '../../../shared/contract/caller.ts';
import {
  type ChooseMemoryRequest,
  type ForgetFactRequest,
  MAX_FACTS,
  MEMORY_PLACES,
  type SaveFactRequest,
} from '../../../shared/contract/memory.ts';
import { once } from '../../../shared/once.ts';
import { callerSchema } from './libra-fields.ts';
import { type Validated, validate } from './validate.ts';

const libra = once(() => z.strictObject({ caller: callerSchema() }));
const where = once(() => z.enum(MEMORY_PLACES));
const factId = once(() => z.string().check(z.regex(/^\d{1,18}$/)));
/** More than a fact may have: it is refused with its limit. */
const MAX_TEXT_CHARS = 8_000;

const chooseSchema = once(() =>
  z.strictObject({ libra: libra(), choice: z.enum(['on', 'off', 'pause']), where: where() }),
);
const saveSchema = once(() =>
  z.strictObject({
    libra: libra(),
    text: z.exactOptional(z.string().check(z.maxLength(MAX_TEXT_CHARS))),
    fact: z.exactOptional(factId()),
    where: z.exactOptional(where()),
    message: z.exactOptional(z.string().check(z.regex(/^\d{15,20}$/))),
  }),
);
const forgetSchema = once(() =>
  z.strictObject({
    libra: libra(),
    facts: z.union([z.literal('all'), z.array(factId()).check(z.minLength(1), z.maxLength(MAX_FACTS))]),
  }),
);

type Of<Body> = Omit<Body, 'libra'> & { caller: Caller };

export function parseChooseMemory(input: unknown): Validated<Of<ChooseMemoryRequest>> {
  return withCaller(validate(chooseSchema(), input));
}

export function parseSaveFact(input: unknown): Validated<Of<SaveFactRequest>> {
  const result = withCaller(validate(saveSchema(), input));
  if (!result.ok || result.value.text !== undefined || result.value.fact !== undefined) return result;
  return { ok: false, code: 'invalid_request', param: 'text', detail: "'text' is missing." };
}

export function parseForgetFacts(input: unknown): Validated<Of<ForgetFactRequest>> {
  return withCaller(validate(forgetSchema(), input));
}

function withCaller<Body extends { libra: { caller: Caller } }>(
  result: Validated<Body>,
): Validated<Of<Body>> {
  if (!result.ok) return result;
  const { libra: stated, ...rest } = result.value;
  return { ok: true, value: { ...rest, caller: stated.caller } };
}
