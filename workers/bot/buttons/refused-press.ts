/** Presses by those who may not. Who may press is judged where the record is: see delivery/rights.ts. */
import type { Press, Refused } from '../delivery/rights.ts';
import type { InteractionBase } from '../discord/parse.ts';
import { isServerModerator } from '../discord/permissions.ts';
import type { InteractionCallback } from '../discord/respond.ts';
import type { ButtonAction, UnderWish } from '../message/custom-id.ts';
import { refuse } from '../message/refusal.ts';
import type { InteractionContext } from '../services.ts';

export function pressOf(interaction: InteractionBase, namedId: string): Press {
  const { userId, guildId, channelId } = interaction;
  return { userId, guildId, channelId, isModerator: isServerModerator(interaction), namedId };
}

/** The same answer to both: what differs is only for the operator. */
export function refusePress(
  { texts, services }: InteractionContext,
  action: ButtonAction | UnderWish,
  reason: Refused,
  code:
    | 'button_forbidden'
    | 'answer_forbidden'
    | 'action_not_yours'
    | 'reminders_not_yours' = 'button_forbidden',
): InteractionCallback {
  services.log[reason === 'forged' ? 'warn' : 'info']('press.refused', { action, reason });
  return refuse(texts, code);
}
