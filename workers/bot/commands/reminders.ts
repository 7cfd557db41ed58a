import { ephemeral } from '../discord/respond.ts';
import { refuse } from '../message/refusal.ts';
import { readReminders } from '../reminders/read.ts';
import { type Command, EVERYWHERE } from './command.ts';

/** For the caller's eyes alone: in a server, too, they are a person's own, whatever channel they are for. */
export const reminders: Command = {
  definition: {
    name: 'reminders',
    name_localizations: { ko: '알림' },
    description: 'See what I will remind you of, and cancel it',
    description_localizations: { ko: '맞춰 둔 알림을 보고 취소해요' },
    ...EVERYWHERE,
  },
  async handle(context) {
    const page = await readReminders(context, { page: 0 });
    if (page === null) return refuse(context.texts, 'reminders_unavailable');
    return ephemeral(page.content, page.components);
  },
};
