/** One object a person who has asked to be reminded. A thin shell: what is due and when is decided in reminders.ts. */
import { DurableObject } from 'cloudflare:workers';
import { createLogger, errorName, type Logger } from '../../../shared/observe/log.ts';
import { continueTrace } from '../../../shared/observe/trace.ts';
import { botConfigOf } from '../config.ts';
import { createChannelWriter } from '../discord/channel-messages.ts';
import { TOKEN_LIFE_MS } from '../discord/token-life.ts';
import {
  addReminder,
  afterAttempt,
  beginAttempt,
  dropReminder,
  dueReminders,
  EMPTY,
  type ErasedRecord,
  erasedUntilMs,
  isErased,
  type KeptReminder,
  listReminders,
  nextWakeMs,
  type RemindersRecord,
  type Sent,
  withoutStale,
} from './reminders.ts';
import type { AddVerdict, ListedReminder, RemindersRpc, WantedReminder } from './rpc.ts';
import { sendReminder } from './send.ts';
import { isSilenced } from './silence.ts';

const RECORD = 'reminders';

type Env = Readonly<Record<string, unknown>>;

export class Reminders extends DurableObject<Env> implements RemindersRpc {
  async add(userId: string, reminder: WantedReminder): Promise<AddVerdict> {
    const before = this.#load();
    if (isErased(before) && reminder.askedAtMs <= before.erasedAtMs) return 'erased';
    const known = before === undefined || isErased(before) ? { userId, ...EMPTY } : before;
    const { record, verdict } = addReminder(known, reminder);
    if (verdict === 'added') await this.#keep(record);
    return verdict;
  }

  async list(): Promise<ListedReminder[]> {
    const record = this.#load();
    return record === undefined || isErased(record) ? [] : listReminders(record);
  }

  async cancel(id: string): Promise<boolean> {
    const record = this.#load();
    const left = record === undefined || isErased(record) ? null : dropReminder(record, id);
    if (left !== null) await this.#keep(left);
    return left !== null;
  }

  async erase(): Promise<void> {
    const erased: ErasedRecord = { erasedAtMs: Date.now() };
    this.ctx.storage.kv.put(RECORD, erased);
    await this.ctx.storage.setAlarm(erasedUntilMs(erased));
  }

  override async alarm(): Promise<void> {
    const record = this.#load();
    if (record === undefined) return;
    if (isErased(record)) {
      if (Date.now() >= erasedUntilMs(record)) await this.ctx.storage.deleteAll();
      else await this.ctx.storage.setAlarm(erasedUntilMs(record));
      return;
    }
    if (record.reminders.length === 0) return this.ctx.storage.deleteAll();
    for (const { id } of dueReminders(record, Date.now())) await this.#attempt(id);
    const left = this.#load();
    if (left !== undefined && !isErased(left)) await this.#keep(withoutStale(left, Date.now()));
  }

  /** The next attempt is set before this one begins: an isolate that dies in it has not given it up. */
  async #attempt(id: string): Promise<void> {
    const before = this.#load();
    if (before === undefined || isErased(before)) return;
    const begun = beginAttempt(before, id, Date.now());
    const reminder = begun.reminders.find((each) => each.id === id);
    if (reminder === undefined) return;
    await this.#keep(begun);
    const sent = await this.#send(begun.userId, reminder);
    const now = this.#load();
    if (now === undefined || isErased(now)) return;
    const after = afterAttempt(now, id, sent, Date.now());
    this.#tell(reminder, sent, after);
    await this.#keep(after);
  }

  async #send(userId: string, reminder: KeptReminder): Promise<Sent> {
    try {
      const { botToken, discordApiBaseUrl: apiBaseUrl, version, redis } = botConfigOf(this.env);
      // An operator may give it back.
      if (botToken === undefined) return { kind: 'later', afterMs: null };
      const fetcher = (request: Request) => fetch(request);
      const writer = createChannelWriter({ apiBaseUrl, botToken, version, fetch: fetcher });
      if (reminder.isDirect === true) return await sendReminder(userId, reminder, writer);
      const silenced = await isSilenced(userId, reminder, redis, Date.now()).catch(() => {
        // As the gate does: whoever asks while Redis is away is let in.
        this.#log().warn('redis.unavailable', { operation: 'read' });
        return false;
      });
      return await sendReminder(userId, silenced ? { ...reminder, isDirect: true } : reminder, writer);
    } catch (error) {
      this.#log().error('reminder.crashed', { error: errorName(error) });
      return { kind: 'later', afterMs: null };
    }
  }

  #tell({ id, atMs, state, isDirect }: KeptReminder, sent: Sent, after: RemindersRecord): void {
    const attempts = state.kind === 'open' ? state.attempts : 0;
    const facts = { attempts, isDirect: isDirect === true, lateMs: Date.now() - atMs };
    const left = after.reminders.find((each) => each.id === id);
    if (sent.kind === 'posted') this.#log().info('reminder.posted', facts);
    else if (left?.state.kind === 'failed')
      this.#log().warn('reminder.failed', { ...facts, failure: left.state.failure });
    else
      this.#log().warn('reminder.delayed', {
        ...facts,
        reason: sent.kind === 'failed' ? sent.failure : sent.kind,
      });
  }

  /** No await between the writes: they are committed together. */
  async #keep(record: RemindersRecord): Promise<void> {
    this.ctx.storage.kv.put(RECORD, record);
    // What was posted or cancelled is known for as long as its delivery might add it again.
    await this.ctx.storage.setAlarm(nextWakeMs(record) ?? Date.now() + 2 * TOKEN_LIFE_MS);
  }

  #load(): RemindersRecord | ErasedRecord | undefined {
    return this.ctx.storage.kv.get<RemindersRecord | ErasedRecord>(RECORD);
  }

  #log(): Logger {
    return createLogger({ worker: 'bot', trace: continueTrace(null), level: botConfigOf(this.env).logLevel });
  }
}
