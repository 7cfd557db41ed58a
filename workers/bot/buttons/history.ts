import { readHistory } from '../commands/history.ts';
import type { ComponentInteraction } from '../discord/parse.ts';
import { type InteractionCallback, update } from '../discord/respond.ts';
import type { HistoryControl } from '../message/custom-id.ts';
import { viewHistory } from '../message/history-page.ts';
import type { InteractionContext } from '../services.ts';
import { refusePress } from './refused-press.ts';

/**
 * Under /history. Nobody sees somebody else's, so another name is a forgery. What is read and forgotten is the presser's own,
 * whatever the control says; a turn is forgotten once, however often the interaction is delivered.
 */
export async function answerHistory(
  context: InteractionContext<ComponentInteraction>,
  { action, page, requesterId }: HistoryControl,
): Promise<InteractionCallback> {
  const { interaction, caller, texts } = context;
  if (requesterId !== caller.user_id) return refusePress(context, action, 'forged');
  const [turn] = interaction.values;
  const forget = action === 'forget' && turn !== undefined && TURN.test(turn) ? turn : undefined;
  const read = await readHistory(context, forget);
  if (!read.ok) return read.refusal;
  const { forgotten } = read.history;
  const told = texts.conversations.history;
  const note = forgotten === undefined ? {} : { note: forgotten ? told.forgotten : told.notThere };
  const { content, components } = viewHistory(read.history, { page, requesterId, ...note }, told);
  return update(content, components);
}

const TURN = /^\d{1,18}$/;
