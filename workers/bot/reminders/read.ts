/** A page of the caller's own reminders, as it is now. */
import { errorName } from '../../../shared/observe/log.ts';
import type { InteractionContext } from '../services.ts';
import { type RemindersPage, viewReminders } from './list-view.ts';

/** `cancel`: the one that is to be cancelled first. Null: the object did not answer. */
export async function readReminders(
  { caller, texts, services }: InteractionContext,
  { page, cancel }: { page: number; cancel?: string | undefined },
): Promise<RemindersPage | null> {
  try {
    const reminders = services.reminders(caller.user_id);
    const isCancelled = cancel === undefined ? null : await reminders.cancel(cancel);
    if (isCancelled !== null) services.log.info('reminder.cancelled', { found: isCancelled });
    const listed = await reminders.list();
    const { cancelled, notThere } = texts.reminders;
    return viewReminders(
      listed,
      {
        page,
        requesterId: caller.user_id,
        nowMs: services.now(),
        ...(isCancelled === null ? {} : { note: isCancelled ? cancelled : notThere }),
      },
      texts.reminders,
    );
  } catch (error) {
    services.log.error('reminders.unread', { error: errorName(error) });
    return null;
  }
}
