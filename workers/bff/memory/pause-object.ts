/**
 * One object a person: waits until a conversation has paused, then has facts learned from it. A thin shell: what is due and
 * when is decided in pause.ts, what is learned in learn.ts.
 */
import { DurableObject } from 'cloudflare:workers';
import { errorName } from '../../../shared/observe/log.ts';
import type { Bindings } from '../config.ts';
import { createServices } from '../services.ts';
import { learnFrom } from './learn.ts';
import {
  afterAttempt,
  type DueConversation,
  type MemoryPauseRpc,
  type NotedTurn,
  noteTurn,
  type PauseRecord,
} from './pause.ts';

const RECORD = 'pause';

export class MemoryPause extends DurableObject<Bindings> implements MemoryPauseRpc {
  /** How often everything was forgotten: an attempt that is under way then leaves nothing behind. */
  #forgets = 0;

  async note(turn: NotedTurn): Promise<void> {
    const pauseMs = this.#services()?.config.personalMemory?.pauseMs;
    if (pauseMs === undefined) return;
    await this.#keep(noteTurn(this.#load(), turn, { nowMs: Date.now(), pauseMs }));
  }

  async forget(): Promise<void> {
    this.#forgets += 1;
    await this.ctx.storage.deleteAlarm();
    await this.ctx.storage.deleteAll();
  }

  override async alarm(): Promise<void> {
    const record = this.#load();
    const services = this.#services();
    if (record === undefined || services === null) return this.forget();
    // Turns that come while it is learned from these are noted anew.
    await this.forget();
    const forgets = this.#forgets;
    const failed: DueConversation[] = [];
    for (const conversation of record.conversations) {
      try {
        if (!(await learnFrom(services, conversation))) failed.push(conversation);
      } catch (error) {
        services.log.warn('memory.learn_failed', { error: errorName(error) });
        failed.push(conversation);
      }
    }
    const left = afterAttempt(record, failed, Date.now());
    if (left === undefined || this.#forgets !== forgets || this.#load() !== undefined) return;
    await this.#keep(left);
  }

  #services() {
    return createServices(this.env, null, (work) => this.ctx.waitUntil(work));
  }

  async #keep(record: PauseRecord): Promise<void> {
    this.ctx.storage.kv.put(RECORD, record);
    await this.ctx.storage.setAlarm(record.dueMs);
  }

  #load(): PauseRecord | undefined {
    return this.ctx.storage.kv.get<PauseRecord>(RECORD);
  }
}
