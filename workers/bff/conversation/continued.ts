/** What a press of Continue goes on from. Pure. */
import { textOf } from '../../../shared/chat/messages.ts';
import { estimateTokens } from '../../../shared/text/estimate-tokens.ts';
import { estimateMessageTokens } from '../limits/estimate.ts';
import type { RememberedMessage, TurnMessage } from './message-row.ts';

const LOST_NOTE = '[The question of this answer is not known any more.]';
/** Some models refuse two answers in a row. */
export const LOST_QUESTION: RememberedMessage = {
  message: { role: 'user', content: LOST_NOTE },
  tokens: estimateTokens(LOST_NOTE),
};

/**
 * The turn whose answer is continued, newest message first: as it is stored, or with what was shown when its answer was not
 * and with what was asked when its question was not. Null when no answer is known.
 */
export function findContinued(
  stored: readonly RememberedMessage[],
  shown: string | undefined,
  question?: string,
): RememberedMessage[] | null {
  const hasAnswer = stored.some(
    ({ message }) => message.role === 'assistant' && textOf(message.content).trim() !== '',
  );
  if (hasAnswer) return [...stored];
  if (shown === undefined || shown.trim() === '') return null;
  const before = stored.length === 0 ? [questionOf(question)] : stored;
  return [remember({ role: 'assistant', content: shown }), ...before];
}

function questionOf(question: string | undefined): RememberedMessage {
  return question === undefined ? LOST_QUESTION : remember({ role: 'user', content: question });
}

function remember(message: TurnMessage): RememberedMessage {
  return { message, tokens: estimateMessageTokens(message) };
}
