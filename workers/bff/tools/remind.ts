/** Sets a reminder for the person who asks. The bot keeps it and posts it, by its own token. */
import {
  concernsOthers,
  MAX_REMINDER_CHARS,
  MAX_REMINDER_MINUTES,
  REMIND,
  readReminder,
} from '../../../shared/actions/remind.ts';
import type { BotTool } from './tool.ts';

export const remind: BotTool = {
  name: REMIND,
  description:
    'Sets a reminder: at its time the person is pinged here with the text, once; none repeats. Give in_minutes for ' +
    '"in 20 minutes", at for a time of day. Only when the person asks to be reminded.',
  parameters: {
    type: 'object',
    properties: {
      text: {
        type: 'string',
        minLength: 1,
        maxLength: MAX_REMINDER_CHARS,
        description: 'What to be reminded of',
      },
      in_minutes: { type: 'number', minimum: 1, maximum: MAX_REMINDER_MINUTES },
      at: {
        type: 'string',
        description:
          "The person's own time: 2026-03-01T15:00, or 15:00 for the next time that it is that late",
      },
      for_channel: {
        type: 'boolean',
        description: 'Is it meant for everyone in the channel? Default: false',
      },
    },
    required: ['text'],
    additionalProperties: false,
  },
  kind: 'writes',
  by: 'bot',
  propose(args, { now, timeZone, hasRead, isHidden }) {
    const read = readReminder(args, { nowMs: now(), timeZone });
    if (!read.ok) return { ok: false, content: read.why };
    const { reminder } = read;
    if ('wall' in reminder) return { ok: true, args: { ...reminder }, told: ASKS_ZONE };
    const time = new Date(reminder.at * 1000).toISOString();
    if (concernsOthers(reminder) || hasRead?.() === true || isHidden === true)
      return { ok: true, args: { ...reminder } };
    return { ok: true, args: { ...reminder }, told: `${SETS} ${time} (UTC), <t:${reminder.at}:F>.` };
  },
};

const ASKS_ZONE =
  "Not set yet: the person's time zone is not known. Below your answer the person is asked for it, and the reminder is set once " +
  'they have chosen. Say so in one sentence.';
const SETS =
  'Noted: the reminder is set once your answer is shown, and a line below it confirms that. Say in one short sentence what the ' +
  'person will be reminded of. The time is';
