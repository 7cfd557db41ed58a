/** What is asked of the object that keeps a person's reminders. Plain data: it crosses an RPC boundary. */
import type { Locale } from '../../../shared/contract/caller.ts';
import type { ReminderFailure } from '../locale/texts/actions.ts';

export interface WantedReminder {
  /** Adding the same one again changes nothing. */
  id: string;
  /** One line, without hidden characters. */
  text: string;
  /** Unix milliseconds. */
  atMs: number;
  /** Unix milliseconds when the person asked for it. */
  askedAtMs: number;
  channelId: string;
  /** Of a thread: its channel. */
  parentId?: string;
  /** Null in a direct message. */
  guildId: string | null;
  locale: Locale;
  isForChannel: boolean;
}

export interface ListedReminder
  extends Pick<WantedReminder, 'id' | 'text' | 'atMs' | 'channelId' | 'guildId'> {
  /** Why it could not be delivered; null: it is open. */
  failure: ReminderFailure | null;
}

/**
 * `again`: it is known already, or was, or one of the same text and time is open. `full`: there are as many open ones as there may be. `erased`: its person has had
 * everything erased since it was asked for.
 */
export type AddVerdict = 'added' | 'again' | 'full' | 'erased';

export interface RemindersRpc {
  /** Durable before it returns. */
  add(userId: string, reminder: WantedReminder): Promise<AddVerdict>;
  /** By their time, those that could not be delivered first. */
  list(): Promise<ListedReminder[]>;
  /** False: there is none of this id any more. */
  cancel(id: string): Promise<boolean>;
  /** The person has everything erased. */
  erase(): Promise<void>;
}
