/** What every question passes before it is handed over: the gate, and what the settings that it brings change of the question. */
import type { InteractionCallback } from '../discord/respond.ts';
import { textsFor } from '../locale/choose.ts';
import type { InteractionContext } from '../services.ts';
import { callerWith } from '../settings/apply.ts';
import type { Checked } from './gate.ts';
import { refuseAtGate } from './refusal.ts';

export interface Passed<Context> {
  /** What the requester is told instead; null when the question may be handed over. */
  refusal: InteractionCallback | null;
  /** With the caller and the texts that settings make of them. */
  context: Context;
  checked: Checked;
}

export async function passGate<Context extends InteractionContext>(
  context: Context,
  /** `mayRemember`: nothing comes of it before the bff has looked at it as well. */
  how: { mayRemember: boolean } = { mayRemember: false },
): Promise<Passed<Context>> {
  const { interaction, services } = context;
  const checked = await services.gate.check(interaction, context.caller, how);
  const caller = callerWith(context.caller, checked);
  const texts = textsFor(caller.locale);
  const refusal = refuseAtGate(checked, interaction, texts, services.now());
  return { refusal, context: { ...context, caller, texts }, checked };
}
