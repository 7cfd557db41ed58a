/**
 * One object a person who has removed Libra: it erases what is stored about them, however long a store is out. A thin shell:
 * what is due and when is decided in due-erasure.ts, what goes in erase.ts.
 */
import { DurableObject } from 'cloudflare:workers';
import { errorName } from '../../../shared/observe/log.ts';
import { createServices } from '../compose.ts';
import { botConfigOf } from '../config.ts';
import type { BotEnv } from '../env.ts';
import type { Services } from '../services.ts';
import {
  afterSuccess,
  type BeginVerdict,
  beginErasure,
  type DueErasure,
  type ErasureRecord,
  nextAttemptMs,
  type PersonErasureRpc,
  type RemovalEvent,
} from './due-erasure.ts';
import { erasePerson } from './erase.ts';

const RECORD = 'erasure';

export class PersonErasure extends DurableObject<BotEnv> implements PersonErasureRpc {
  async begin(event: RemovalEvent): Promise<BeginVerdict> {
    const { verdict, record } = beginErasure(this.#load(), event, Date.now());
    // No await between the two writes: they are committed together, or not at all.
    this.#save(record);
    await this.ctx.storage.setAlarm(record.state === 'due' ? Date.now() : record.expiresAtMs);
    return verdict;
  }

  override async alarm(): Promise<void> {
    const record = this.#load();
    if (record === undefined) return;
    if (record.state === 'due') return this.#attempt(record);
    if (Date.now() >= record.expiresAtMs) await this.ctx.storage.deleteAll();
    else await this.ctx.storage.setAlarm(record.expiresAtMs);
  }

  /** The next attempt is set before this one begins: an isolate that dies in it has not given it up. */
  async #attempt(due: DueErasure): Promise<void> {
    const attempted = { ...due, attempts: due.attempts + 1 };
    const pauseMs = nextAttemptMs(attempted);
    this.#save(attempted);
    await this.ctx.storage.setAlarm(Date.now() + pauseMs);
    const { attempts } = attempted;
    const services = createServices(this.env, botConfigOf(this.env), due.traceparent);
    const problem = await erase(due.userId, services);
    if (problem !== null) {
      services.log.warn('deauthorization.unfinished', { attempts, problem, nextAttemptMs: pauseMs });
      return;
    }
    const left = afterSuccess(attempted, this.#load(), Date.now());
    this.#save(left);
    await this.ctx.storage.setAlarm(left.state === 'done' ? left.expiresAtMs : Date.now());
    services.log.info('deauthorization.erased', { attempts });
  }

  #load(): ErasureRecord | undefined {
    return this.ctx.storage.kv.get<ErasureRecord>(RECORD);
  }

  #save(record: ErasureRecord): void {
    this.ctx.storage.kv.put(RECORD, record);
  }
}

/** Null: nothing is left. It is the person's own wish, so it is asked for in their name, in no place. */
async function erase(userId: string, services: Services): Promise<string | null> {
  const caller = { user_id: userId, guild_id: null, channel_id: '0', locale: 'en' } as const;
  try {
    const reply = await erasePerson(caller, services);
    if (!reply.ok) return reply.failure.code;
    return reply.value.answers_kept ? 'answers_kept' : null;
  } catch (error) {
    return errorName(error);
  }
}
