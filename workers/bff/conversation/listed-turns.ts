/** A conversation as its person is shown it: turns, and which of them go to the model with the next question. Pure. */
import { textOf } from '../../../shared/chat/messages.ts';
import type { HistoryTurn } from '../../../shared/contract/conversations.ts';
import { type PastMessage, withPendingNotes } from './history.ts';
import { fromMessageRow, type RememberedMessage } from './message-row.ts';

export interface ListedMessage extends PastMessage {
  id: number;
  request_key: string;
  asked_at: string;
  complete: boolean;
}

/** Of a question and of an answer; the bot shows less. UTF-16 units. */
const MAX_SHOWN_CHARS = 300;

/** What the window is chosen with, of all that is read for a question; both newest first or both oldest first as named. */
export type SelectWindow = (newestFirst: readonly RememberedMessage[]) => RememberedMessage[];

/** Oldest first. A turn without its question is none: no model gets it. */
export function listTurns(newestFirst: readonly ListedMessage[], select: SelectWindow): HistoryTurn[] {
  const turns = groupByRequest(newestFirst);
  const window = select(withPendingNotes(newestFirst));
  const inWindow = window.filter(({ message }) => message.role === 'user').length;
  return turns.map((turn, index) => {
    const fromNewest = turns.length - 1 - index;
    if (fromNewest >= inWindow) return { ...describe(turn), in_window: 'no' };
    const isCut = inWindow === 1 && !endsWith(window, turn);
    return { ...describe(turn), in_window: isCut ? 'partly' : 'whole' };
  });
}

interface ListedTurn {
  question: ListedMessage;
  rest: ListedMessage[];
}

function groupByRequest(newestFirst: readonly ListedMessage[]): ListedTurn[] {
  const turns: ListedTurn[] = [];
  let rest: ListedMessage[] = [];
  for (const row of newestFirst) {
    if (row.role !== 'user') {
      rest.unshift(row);
      continue;
    }
    turns.unshift({ question: row, rest });
    rest = [];
  }
  return turns;
}

function endsWith(window: readonly RememberedMessage[], { rest }: ListedTurn): boolean {
  const last = rest.at(-1);
  const shown = window.at(-1);
  if (last === undefined || shown === undefined) return true;
  return textOf(fromMessageRow(last).content) === textOf(shown.message.content);
}

function describe({ question, rest }: ListedTurn): Omit<HistoryTurn, 'in_window'> {
  const answers = rest.filter(({ role }) => role === 'assistant');
  const files = question.attachments ?? [];
  return {
    turn: String(question.id),
    asked_at: new Date(question.asked_at).toISOString(),
    question: beginningOf(question.content),
    ...(files.length === 0 ? {} : { files: files.map(({ filename }) => beginningOf(filename)) }),
    answer: beginningOf(
      answers
        .map(({ content }) => content)
        .join('\n')
        .trim(),
    ),
    state: question.pending ? 'pending' : rest.every(({ complete }) => complete) ? 'whole' : 'broken',
  };
}

/** Without half of a surrogate pair at its end. */
function beginningOf(text: string): string {
  return text.slice(0, MAX_SHOWN_CHARS).replace(/[\ud800-\udbff]$/, '');
}
