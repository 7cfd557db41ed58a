/** The Durable Object around spent nonces, one per shard of them. It also tells its callers the news of circuits. */
import { DurableObject } from 'cloudflare:workers';
import { createStoredNonces, NONCE_PREFIX, UNCONFIRMED } from '../../../shared/signing/stored-nonces.ts';
import type { CircuitNews } from '../circuit/rpc.ts';
import type { LlmEnv } from '../config.ts';
import type { ReplayGuardRpc, SpendAnswer } from './rpc.ts';

const NEWS_PREFIX = 'news:';
const MAX_NEWS = 100;

/** About 10 MB of an object's 128 MB; at a lifetime of five to ten minutes, some 80 requests a second and shard. */
const MAX_NONCES = 50_000;

export class ReplayGuard extends DurableObject<LlmEnv> implements ReplayGuardRpc {
  readonly #nonces = createStoredNonces(this.ctx.storage, MAX_NONCES);
  readonly #news = new Map<string, CircuitNews>();

  constructor(ctx: DurableObjectState, env: LlmEnv) {
    super(ctx, env);
    void ctx.blockConcurrencyWhile(() => this.#restore());
  }

  async spend(nonce: string, expiresAtMs: number): Promise<SpendAnswer> {
    const outcome = this.#nonces.spend(nonce, expiresAtMs);
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
    await this.#nonces.sweep(Date.now());
  }

  async #restore(): Promise<void> {
    const { storage } = this.ctx;
    const [nonces, news, alarm] = await Promise.all([
      storage.list<number>({ prefix: NONCE_PREFIX }),
      storage.list<CircuitNews>({ prefix: NEWS_PREFIX }),
      storage.getAlarm(),
    ]);
    this.#nonces.restore(nonces, alarm);
    for (const item of news.values()) this.#news.set(item.target, item);
  }
}
