import type { ComponentInteraction } from '../discord/parse.ts';
import { type InteractionCallback, update } from '../discord/respond.ts';
import type { ReminderControl } from '../message/custom-id.ts';
import { refuse } from '../message/refusal.ts';
import { readReminders } from '../reminders/read.ts';
import type { InteractionContext } from '../services.ts';
import { refusePress } from './refused-press.ts';

/**
 * Under /reminders. Nobody sees somebody else's, so another name is a forgery. What is read and cancelled is the presser's own,
 * whatever the control says.
 */
export async function answerReminders(
  context: InteractionContext<ComponentInteraction>,
  { action, page, requesterId }: ReminderControl,
): Promise<InteractionCallback> {
  const { interaction, caller, texts } = context;
  if (requesterId !== caller.user_id) return refusePress(context, action, 'forged', 'reminders_not_yours');
  const [cancel] = action === 'cancel' ? interaction.values : [];
  const shown = await readReminders(context, { page, cancel });
  if (shown === null) return refuse(texts, 'reminders_unavailable');
  return update(shown.content, shown.components);
}
