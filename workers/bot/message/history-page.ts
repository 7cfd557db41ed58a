/**
 * /history: a page of what is remembered, with buttons to the other pages and a select to forget one turn. Pages are counted
 * from the newest, so that a page stays what it is while the conversation grows less than it shows. Pure.
 */
import type { ConversationHistory, HistoryTurn } from '../../../shared/contract/conversations.ts';
import { dropHidden } from '../../../shared/text/hidden.ts';
import { type ActionRow, selectRow } from '../discord/message.ts';
import { MAX_SELECT_CHARS } from '../discord/modal.ts';
import type { ConversationTexts } from '../locale/texts/conversations.ts';
import { toUnixSec } from '../locale/time.ts';
import { formatButtonId } from './custom-id.ts';
import { pageButtons } from './page-buttons.ts';
import { escapeLine } from './question.ts';
import { fittingContent, startOf } from './shorten.ts';

type HistoryTexts = ConversationTexts['history'];

export interface HistoryPage {
  content: string;
  components: ActionRow[];
}

/** Two lines each: more would be too long for one message. */
const TURNS_PER_PAGE = 5;
/** What a page shows of a question and of an answer, in UTF-16 units: the first that fits into one message. */
const SHOWN_CHARS = [160, 110, 70, 40, 15];
/** As long as a name in Discord. */
const MAX_SPEAKER_CHARS = 32;

const MARKS: Record<HistoryTurn['in_window'], string> = { whole: '🧠', partly: '✂️', no: '💤' };

/** `note`: a line above everything else. A page that is not there any more is the oldest that is. */
export function viewHistory(
  history: ConversationHistory,
  { page, requesterId, note }: { page: number; requesterId: string; note?: string },
  texts: HistoryTexts,
): HistoryPage {
  const { turns, remember } = history;
  const notes = [...(note === undefined ? [] : [note])];
  const offs = remember ? [] : [texts.off];
  if (turns.length === 0) return { content: [...notes, texts.empty, ...offs].join('\n'), components: [] };
  const lastPage = Math.ceil(turns.length / TURNS_PER_PAGE) - 1;
  const shownPage = Math.min(page, lastPage);
  const end = turns.length - shownPage * TURNS_PER_PAGE;
  const start = Math.max(0, end - TURNS_PER_PAGE);
  const listed = turns.slice(start, end).map((turn, index) => ({ turn, number: start + index + 1 }));
  const inWindow = turns.filter((turn) => turn.in_window !== 'no').length;
  const older =
    history.older_messages > 0 && shownPage === lastPage ? [texts.older(history.older_messages)] : [];
  const contentWith = (shownChars: number) =>
    [
      ...notes,
      ...(history.is_shared ? [texts.shared] : []),
      texts.title(turns.length, inWindow),
      ...older,
      ...listed.map((each) => describe(each, shownChars, texts)),
      texts.legend,
      ...offs,
    ].join('\n');
  return {
    content: fittingContent(SHOWN_CHARS, contentWith) ?? texts.title(turns.length, inWindow),
    components: [
      ...forgetSelect(listed, shownPage, requesterId, texts),
      ...(lastPage === 0 ? [] : [turnButtons(shownPage, lastPage, requesterId, texts)]),
    ],
  };
}

interface Listed {
  turn: HistoryTurn;
  /** In the conversation, the oldest is 1. */
  number: number;
}

function describe({ turn, number }: Listed, shownChars: number, texts: HistoryTexts): string {
  const askedAtSec = toUnixSec(turn.asked_at) ?? 0;
  const question = escapeLine(questionOf(turn), shownChars);
  const answer = escapeLine(turn.answer, shownChars);
  const shown = turn.state === 'pending' ? texts.pending : answer === '' ? texts.noText : answer;
  return [
    `**${number}.** ${MARKS[turn.in_window]} <t:${askedAtSec}:R>${speakerOf(turn, texts)}`,
    `> ${question === '' ? texts.noText : question}`,
    `↳ ${shown}${turn.state === 'broken' ? ` ${texts.broken}` : ''}`,
  ].join('\n');
}

/** In a conversation of the channel. */
function speakerOf({ speaker }: HistoryTurn, texts: HistoryTexts): string {
  if (speaker === undefined) return '';
  const name = escapeLine(speaker ?? '', MAX_SPEAKER_CHARS);
  return ` · ${name === '' ? texts.somebody : name}`;
}

function questionOf({ question, files = [] }: HistoryTurn): string {
  return question + files.map((name) => ` 📎 ${name}`).join('');
}

function forgetSelect(
  listed: readonly Listed[],
  page: number,
  requesterId: string,
  texts: HistoryTexts,
): ActionRow[] {
  const mine = listed.filter(({ turn }) => turn.may_forget);
  if (mine.length === 0) return [];
  return [
    selectRow({
      custom_id: formatButtonId({ action: 'forget', page, requesterId }),
      placeholder: texts.choose,
      options: mine.map(({ turn, number }) => ({ label: labelOf(turn, number), value: turn.turn })),
    }),
  ];
}

/** Plain text: Discord reads no markdown in it. */
function labelOf(turn: HistoryTurn, number: number): string {
  const line = dropHidden(questionOf(turn).toWellFormed()).replaceAll(/\s+/g, ' ').trim();
  return startOf(`${number}. ${line === '' ? '…' : line}`, MAX_SELECT_CHARS);
}

function turnButtons(page: number, lastPage: number, requesterId: string, texts: HistoryTexts): ActionRow {
  return pageButtons(
    { label: texts.olderPage, to: page + 1 },
    { label: texts.newerPage, to: page - 1 },
    { lastPage, idOf: (to) => formatButtonId({ action: 'history', page: to, requesterId }) },
  );
}
