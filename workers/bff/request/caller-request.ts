/** Requests of the bot that carry little more than whose they are: reset, forget, status, privacy. Pure. */
import * as z from 'zod/mini';
import type { Caller } from '../../../shared/contract/caller.ts';
import { callerSchema, earlierRequest } from './libra-fields.ts';
import { type Validated, validate } from './validate.ts';

const libra = z.strictObject({ caller: callerSchema });
const schema = z.strictObject({ libra });
const forgetSchema = z.strictObject({ libra, request: earlierRequest });
const rememberSchema = z.strictObject({ libra, remember: z.boolean() });

export function parseCallerRequest(input: unknown): Validated<Caller> {
  const result = validate(schema, input);
  return result.ok ? { ok: true, value: result.value.libra.caller } : result;
}

export function parseForgetRequest(input: unknown): Validated<{ caller: Caller; request: string }> {
  const result = validate(forgetSchema, input);
  if (!result.ok) return result;
  return { ok: true, value: { caller: result.value.libra.caller, request: result.value.request } };
}

export function parseRememberRequest(input: unknown): Validated<{ caller: Caller; remember: boolean }> {
  const result = validate(rememberSchema, input);
  if (!result.ok) return result;
  return { ok: true, value: { caller: result.value.libra.caller, remember: result.value.remember } };
}
