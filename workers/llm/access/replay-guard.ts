/**
 * The Durable Object around the nonce book. One per shard of nonces.
 *
 * A nonce is spent in memory, in one synchronous step, so of any number of simultaneous uses exactly one wins.
 * It is then written without waiting (`allowUnconfirmed` keeps the output gate open): the write survives an eviction, and
 * only a crash within the few milliseconds before it is confirmed could forget it.
 */
import { DurableObject } from 'cloudflare:workers';
import { createNonceBook } from '../../../shared/signing/nonce-book.ts';
import type { CircuitNews } from '../circuit/rpc.ts';
import type { LlmEnv } from '../config.ts';
import type { ReplayGuardRpc, SpendAnswer } from './rpc.ts';

const NONCE_PREFIX = 'nonce:';
const NEWS_PREFIX = 'news:';
const UNCONFIRMED = { allowUnconfirmed: true };

/** All that expires within this time is forgotten in one go: at most two alarms a minute, however busy. */
const SWEEP_SLACK_MS = 30_000;

/** The storage deletes this many keys in one call. */
const DELETE_BATCH = 128;

const MAX_NEWS = 100;

/** About 10 MB of an object's 128 MB; at a lifetime of five to ten minutes, some 80 requests a second and shard. */
const MAX_NONCES = 50_000;

export class ReplayGuard extends DurableObject<LlmEnv> implements ReplayGuardRpc {
  readonly #book = createNonceBook(MAX_NONCES);
  readonly #news = new Map<string, CircuitNews>();
  #alarmIsSet = false;

  constructor(ctx: DurableObjectState, env: LlmEnv) {
    super(ctx, env);
    void ctx.blockConcurrencyWhile(() => this.#restore());
  }

  async spend(nonce: string, expiresAtMs: number): Promise<SpendAnswer> {
    const outcome = this.#book.spend(nonce, expiresAtMs);
    if (outcome === 'spent') {
      void this.ctx.storage.put(NONCE_PREFIX + nonce, expiresAtMs, UNCONFIRMED);
      if (!this.#alarmIsSet) this.#setAlarm();
    }
    return { outcome, news: [...this.#news.values()] };
  }

  async announce(news: CircuitNews): Promise<void> {
    const { target, snapshot } = news;
    const known = this.#news.get(target);
    if (known !== undefined && known.snapshot.version >= snapshot.version) return;
    if (snapshot.kind === 'closed') {
      this.#news.delete(target);
      void this.ctx.storage.delete(NEWS_PREFIX + target, UNCONFIRMED);
    } else if (known !== undefined || this.#news.size < MAX_NEWS) {
      this.#news.set(target, news);
      void this.ctx.storage.put(NEWS_PREFIX + target, news, UNCONFIRMED);
    }
  }

  override async alarm(): Promise<void> {
    this.#alarmIsSet = false;
    const forgotten = this.#book.dropExpired(Date.now());
    for (let start = 0; start < forgotten.length; start += DELETE_BATCH) {
      const keys = forgotten.slice(start, start + DELETE_BATCH).map((nonce) => NONCE_PREFIX + nonce);
      await this.ctx.storage.delete(keys, UNCONFIRMED);
    }
    this.#setAlarm();
  }

  #setAlarm(): void {
    const next = this.#book.nextExpiryMs();
    if (next === undefined) return;
    this.#alarmIsSet = true;
    void this.ctx.storage.setAlarm(next + SWEEP_SLACK_MS, UNCONFIRMED);
  }

  async #restore(): Promise<void> {
    const { storage } = this.ctx;
    const [nonces, news, alarm] = await Promise.all([
      storage.list<number>({ prefix: NONCE_PREFIX }),
      storage.list<CircuitNews>({ prefix: NEWS_PREFIX }),
      storage.getAlarm(),
    ]);
    for (const [key, expiresAtMs] of nonces) this.#book.restore(key.slice(NONCE_PREFIX.length), expiresAtMs);
    for (const item of news.values()) this.#news.set(item.target, item);
    this.#alarmIsSet = alarm !== null;
  }
}
