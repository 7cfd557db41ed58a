/** /reminders: a page of what a person wants to be reminded of, with a menu to cancel one. Pure. */
import { ButtonStyleTypes, MessageComponentTypes } from 'discord-interactions';
import type { ActionRow } from '../discord/message.ts';
import type { ReminderTexts } from '../locale/texts/actions.ts';
import { formatButtonId } from '../message/custom-id.ts';
import { escapeLine } from '../message/question.ts';
import { startOf } from '../message/shorten.ts';
import type { ListedReminder } from './rpc.ts';

export interface RemindersPage {
  content: string;
  components: ActionRow[];
}

const PER_PAGE = 5;
/** UTF-16 units of each text. */
const SHOWN_CHARS = 160;
/** Discord's limit for the label of an option. */
const MAX_LABEL_CHARS = 100;

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
  return {
    content: [
      ...notes,
      texts.title(open),
      ...listed.map(({ reminder, number }) => describe(reminder, number, nowMs, texts)),
      texts.legend,
    ].join('\n'),
    components: [
      cancelMenu(listed, shownPage, requesterId, texts),
      ...(lastPage === 0 ? [] : [pageButtons(shownPage, lastPage, requesterId, texts)]),
    ],
  };
}

function describe(
  { text, atMs, channelId, failure }: ListedReminder,
  number: number,
  nowMs: number,
  texts: ReminderTexts,
): string {
  const shown = escapeLine(text, SHOWN_CHARS);
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
  return {
    type: MessageComponentTypes.ACTION_ROW,
    components: [
      {
        type: MessageComponentTypes.STRING_SELECT,
        custom_id: formatButtonId({ action: 'cancel', page, requesterId }),
        placeholder: texts.choose,
        options: listed.map(({ reminder, number }) => ({
          label: startOf(`${number}. ${reminder.text}`, MAX_LABEL_CHARS),
          value: reminder.id,
        })),
      },
    ],
  };
}

function pageButtons(page: number, lastPage: number, requesterId: string, texts: ReminderTexts): ActionRow {
  const button = (label: string, mark: string, to: number, isThere: boolean) => ({
    type: MessageComponentTypes.BUTTON as const,
    style: ButtonStyleTypes.SECONDARY,
    label,
    emoji: { name: mark },
    custom_id: formatButtonId({ action: 'reminders', page: to, requesterId }),
    ...(isThere ? {} : { disabled: true as const }),
  });
  return {
    type: MessageComponentTypes.ACTION_ROW,
    components: [
      button(texts.older, '◀️', Math.max(0, page - 1), page > 0),
      // Two controls of a message must not have the same id.
      button(texts.newer, '▶️', page + 1, page < lastPage),
    ],
  };
}
