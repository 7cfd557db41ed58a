/** /reminders: a page of what a person wants to be reminded of, with a menu to cancel one. Pure. */
import { type ActionRow, selectRow } from '../discord/message.ts';
import { MAX_SELECT_CHARS } from '../discord/modal.ts';
import type { ReminderTexts } from '../locale/texts/actions.ts';
import { formatButtonId } from '../message/custom-id.ts';
import { pageButtons } from '../message/page-buttons.ts';
import { escapeLine } from '../message/question.ts';
import { fittingContent, startOf } from '../message/shorten.ts';
import type { ListedReminder } from './rpc.ts';

export interface RemindersPage {
  content: string;
  components: ActionRow[];
}

const PER_PAGE = 5;
/** UTF-16 units of each text: the first that fit into one message. */
const SHOWN_CHARS = [160, 110, 70, 40];

/** `note`: a line above everything else. A page that is not there any more is the last that is. */
export function viewReminders(
  reminders: readonly ListedReminder[],
  { page, requesterId, note, nowMs }: { page: number; requesterId: string; note?: string; nowMs: number },
  texts: ReminderTexts,
): RemindersPage {
  const notes = note === undefined ? [] : [note];
  if (reminders.length === 0) return { content: [...notes, texts.empty].join('\n'), components: [] };
  const lastPage = Math.ceil(reminders.length / PER_PAGE) - 1;
  const shownPage = Math.min(page, lastPage);
  const first = shownPage * PER_PAGE;
  const listed = reminders
    .slice(first, first + PER_PAGE)
    .map((reminder, index) => ({ reminder, number: first + index + 1 }));
  const open = reminders.filter(({ failure }) => failure === null).length;
  const contentWith = (chars: number) =>
    [
      ...notes,
      texts.title(open),
      ...listed.map(({ reminder, number }) => describe(reminder, { number, chars, nowMs }, texts)),
      texts.legend,
    ].join('\n');
  return {
    content: fittingContent(SHOWN_CHARS, contentWith) ?? texts.title(open),
    components: [
      cancelMenu(listed, shownPage, requesterId, texts),
      ...(lastPage === 0 ? [] : [turnButtons(shownPage, lastPage, requesterId, texts)]),
    ],
  };
}

function describe(
  { text, atMs, channelId, failure }: ListedReminder,
  { number, chars, nowMs }: { number: number; chars: number; nowMs: number },
  texts: ReminderTexts,
): string {
  const shown = escapeLine(text, chars);
  const atSec = Math.floor(atMs / 1000);
  if (failure !== null) return texts.undelivered(number, shown, atSec, failure);
  const item = texts.item(number, shown, atSec, channelId);
  return atMs <= nowMs ? `${item} ${texts.late}` : item;
}

function cancelMenu(
  listed: readonly { reminder: ListedReminder; number: number }[],
  page: number,
  requesterId: string,
  texts: ReminderTexts,
): ActionRow {
  return selectRow({
    custom_id: formatButtonId({ action: 'cancel', page, requesterId }),
    placeholder: texts.choose,
    options: listed.map(({ reminder, number }) => ({
      label: startOf(`${number}. ${reminder.text}`, MAX_SELECT_CHARS),
      value: reminder.id,
    })),
  });
}

function turnButtons(page: number, lastPage: number, requesterId: string, texts: ReminderTexts): ActionRow {
  return pageButtons(
    { label: texts.older, to: page - 1 },
    { label: texts.newer, to: page + 1 },
    { lastPage, idOf: (to) => formatButtonId({ action: 'reminders', page: to, requesterId }) },
  );
}
