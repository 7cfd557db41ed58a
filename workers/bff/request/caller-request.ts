/** Requests of the bot that carry little more than whose they are: reset, forget, history, status, privacy, answers. Pure. */
import * as z from 'zod/mini';
import type { ActionRunRequest } from '../../../shared/contract/actions.ts';
import type { ChooseRequest, RateRequest } from '../../../shared/contract/answers.ts';
import type { Caller } from '../../../shared/contract/caller.ts';
import { once } from '../../../shared/once.ts';
import { earlierRequest } from './libra-fields.ts';
import { type OfCaller, statedCaller, withCaller } from './stated-caller.ts';
import { type Validated, validate } from './validate.ts';

const isModerator = once(() => z.optional(z.literal(true)));
const schema = once(() => z.strictObject({ libra: statedCaller() }));
const resetSchema = once(() => z.strictObject({ libra: statedCaller(), is_moderator: isModerator() }));
const forgetSchema = once(() => z.strictObject({ libra: statedCaller(), request: earlierRequest() }));
/** More than a bot shows of one. */
const MAX_CHOSEN_CHARS = 200_000;
const chosenAnswer = once(() => z.string().check(z.minLength(1), z.maxLength(MAX_CHOSEN_CHARS)));
const rateSchema = once(() =>
  z.strictObject({
    libra: statedCaller(),
    request: earlierRequest(),
    rating: z.union([z.literal(1), z.literal(-1)]),
  }),
);
const chooseSchema = once(() =>
  z.strictObject({ libra: statedCaller(), request: earlierRequest(), answer: chosenAnswer() }),
);
const historySchema = once(() =>
  z.strictObject({
    libra: statedCaller(),
    is_moderator: isModerator(),
    forget: z.optional(z.string().check(z.regex(/^\d{1,18}$/))),
  }),
);
const MAX_PAGE = 1_000;
const logSchema = once(() =>
  z.strictObject({ libra: statedCaller(), page: z.int().check(z.gte(1), z.lte(MAX_PAGE)) }),
);
const actionSchema = once(() =>
  z.strictObject({
    libra: statedCaller(),
    idempotency_key: earlierRequest(),
    tool: z.string().check(z.minLength(1), z.maxLength(64)),
    args: z.record(z.string(), z.unknown()),
  }),
);
const rememberSchema = once(() => z.strictObject({ libra: statedCaller(), remember: z.boolean() }));

export function parseCallerRequest(input: unknown): Validated<Caller> {
  const result = validate(schema(), input);
  return result.ok ? { ok: true, value: result.value.libra.caller } : result;
}

export function parseForgetRequest(input: unknown): Validated<{ caller: Caller; request: string }> {
  return withCaller(validate(forgetSchema(), input));
}

export function parseRateRequest(input: unknown): Validated<OfCaller<RateRequest>> {
  return withCaller(validate(rateSchema(), input));
}

export function parseChooseRequest(input: unknown): Validated<OfCaller<ChooseRequest>> {
  return withCaller(validate(chooseSchema(), input));
}

export function parseRememberRequest(input: unknown): Validated<{ caller: Caller; remember: boolean }> {
  return withCaller(validate(rememberSchema(), input));
}

export function parseHistoryRequest(
  input: unknown,
): Validated<{ caller: Caller; isModerator: boolean; forget: string | undefined }> {
  const result = validate(historySchema(), input);
  if (!result.ok) return result;
  const { forget, ...stated } = result.value;
  return { ok: true, value: { ...moderatorIn(stated), forget } };
}

export function parseResetRequest(input: unknown): Validated<{ caller: Caller; isModerator: boolean }> {
  const result = validate(resetSchema(), input);
  return result.ok ? { ok: true, value: moderatorIn(result.value) } : result;
}

/** There are no moderators outside servers. */
function moderatorIn({
  libra: { caller },
  is_moderator: stated,
}: {
  libra: { caller: Caller };
  is_moderator?: true | undefined;
}): { caller: Caller; isModerator: boolean } {
  return { caller, isModerator: caller.guild_id !== null && stated === true };
}

export function parseModerationLogRequest(input: unknown): Validated<{ caller: Caller; page: number }> {
  return withCaller(validate(logSchema(), input));
}

export function parseActionRunRequest(input: unknown): Validated<OfCaller<ActionRunRequest>> {
  return withCaller(validate(actionSchema(), input));
}
