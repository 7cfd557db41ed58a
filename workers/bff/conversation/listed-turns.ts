/** A conversation as its person is shown it: turns, and which of them go to the model with the next question. Pure. */
import { textOf } from '../../../shared/chat/messages.ts';
import type { Caller } from '../../../shared/contract/caller.ts';
import type { HistoryTurn } from '../../../shared/contract/conversations.ts';
import { type PastMessage, withPendingNotes } from './history.ts';
import { fromMessageRow, type RememberedMessage } from './message-row.ts';
import { frameSpeakers } from './speakers.ts';

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

export interface Reader {
  caller: Caller;
  isModerator: boolean;
  /** In a conversation of the channel. */
  isShared: boolean;
}

/** Oldest first. A turn without its question is none: no model gets it. */
export function listTurns(
  newestFirst: readonly ListedMessage[],
  reader: Reader,
  select: SelectWindow,
): HistoryTurn[] {
  const turns = groupByRequest(newestFirst);
  const window = select(withPendingNotes(asPrompted(newestFirst, reader)));
  const inWindow = window.filter(({ message }) => message.role === 'user').length;
  return turns.map((turn, index) => {
    const fromNewest = turns.length - 1 - index;
    const described = { ...describe(turn), ...speakerOf(turn, reader) };
    if (fromNewest >= inWindow) return { ...described, in_window: 'no' };
    const isCut = inWindow === 1 && !endsWith(window, turn);
    return { ...described, in_window: isCut ? 'partly' : 'whole' };
  });
}

/** As the model gets it: a frame has its size, too. */
function asPrompted(
  newestFirst: readonly ListedMessage[],
  { caller, isShared }: Reader,
): readonly PastMessage[] {
  const { user_id: id, display_name: name = null } = caller;
  return isShared ? frameSpeakers(newestFirst, { id, name }).messages : newestFirst;
}

/** A person forgets what they have asked themselves, a moderator what anybody has. */
function speakerOf(
  { question }: ListedTurn,
  { caller, isModerator }: Reader,
): Pick<HistoryTurn, 'speaker' | 'may_forget'> {
  const { speaker_id: id = null, speaker_name: name = null } = question;
  if (id === null) return { may_forget: true };
  return { speaker: name, may_forget: isModerator || id === caller.user_id };
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

function describe({ question, rest }: ListedTurn): Omit<HistoryTurn, 'in_window' | 'speaker' | 'may_forget'> {
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
