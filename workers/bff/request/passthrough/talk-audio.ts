/** Whose an audio call of a live conversation is: as the voice Worker states it. Pure. */
import * as z from 'zod/mini';
import type { Caller } from '../../../../shared/contract/caller.ts';
import { once } from '../../../../shared/once.ts';
import { callerSchema } from '../libra-fields.ts';
import { type Validated, validate } from '../validate.ts';

const schema = once(() => z.strictObject({ caller: callerSchema() }));

export function parseTalkCaller(libra: unknown): Validated<Caller> {
  const result = validate(schema(), libra);
  return result.ok ? { ok: true, value: result.value.caller } : { ...result, param: 'libra' };
}
