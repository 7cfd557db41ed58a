/** Requests of the bot that carry nothing but whose they are: reset, status, privacy. Pure. */
import * as z from 'zod/mini';
import type { Caller } from '../../../shared/contract/caller.ts';
import { callerSchema } from './chat-request.ts';
import { type Validated, validate } from './validate.ts';

const schema = z.strictObject({ libra: z.strictObject({ caller: callerSchema }) });

export function parseCallerRequest(input: unknown): Validated<Caller> {
  const result = validate(schema, input);
  return result.ok ? { ok: true, value: result.value.libra.caller } : result;
}
