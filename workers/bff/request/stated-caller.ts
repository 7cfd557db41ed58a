/** What each request of the bot's holds: whose it is, in the words of the bot, who has Discord's for it. Pure. */
import * as z from 'zod/mini';
import type { Caller } from '../../../shared/contract/caller.ts';
import { once } from '../../../shared/once.ts';
import { callerSchema } from './libra-fields.ts';
import type { Validated } from './validate.ts';

/** Of the field `libra`. */
export const statedCaller = once(() => z.strictObject({ caller: callerSchema() }));

export type OfCaller<Body> = Omit<Body, 'libra'> & { caller: Caller };

export function withCaller<Body extends { libra: { caller: Caller } }>(
  result: Validated<Body>,
): Validated<OfCaller<Body>> {
  if (!result.ok) return result;
  const { libra, ...rest } = result.value;
  return { ok: true, value: { ...rest, caller: libra.caller } };
}
