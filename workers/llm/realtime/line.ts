/**
 * The Durable Object that keeps a live conversation's session at the provider from one answer to the next: a Worker's own
 * connections end with the request that they belong to. Nothing is stored; when its memory is replaced, a new session begins.
 */
import { DurableObject } from 'cloudflare:workers';
import { SSE_HEADERS } from '../../../shared/sse/encode.ts';
import { platformClock } from '../../../shared/time/clock.ts';
import type { LlmEnv } from '../config.ts';
import { connectRealtime } from './connect.ts';
import type { LineAnswer, LineRequest } from './line-rpc.ts';
import { createRealtimeSession, type RealtimeSession } from './session.ts';

/** After the last answer. An open socket keeps the object in memory, and the provider's session open. */
const IDLE_MS = 120_000;

export class RealtimeLine extends DurableObject<LlmEnv> {
  #session: RealtimeSession | null = null;
  #cancelIdle = (): void => undefined;

  /** From this Worker alone. */
  override async fetch(request: Request): Promise<Response> {
    const { provider, asked, heardMs } = await request.json<LineRequest>();
    this.#session ??= createRealtimeSession({
      connect: (model, signal) => connectRealtime(provider, model, signal),
      clock: platformClock,
      createId: () => `libra_${crypto.randomUUID().replaceAll('-', '').slice(0, 20)}`,
    });
    this.#cancelIdle();
    this.#cancelIdle = platformClock.setTimer(() => this.#close(), IDLE_MS);
    const opened = await this.#session.open(asked, heardMs, request.signal);
    if (!opened.ok) return Response.json({ failure: opened.failure } satisfies LineAnswer, { status: 502 });
    return new Response(opened.body, { headers: SSE_HEADERS });
  }

  #close(): void {
    this.#session?.close();
    this.#session = null;
  }
}
