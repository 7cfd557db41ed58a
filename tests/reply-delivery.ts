/** The object of a delivery in a unit test: a test that uses it mocks `cloudflare:workers` by durable-object.ts. */
import type { DeliveryEnv } from '../workers/bot/delivery/env.ts';
import { ReplyDelivery } from '../workers/bot/delivery/object.ts';
import type { createObjectStorage } from './durable-object.ts';

/** A new isolate over that storage. `done`: what it has promised to finish has ended. */
export function openReplyDelivery(
  { storage }: ReturnType<typeof createObjectStorage>,
  bindings: Record<string, unknown>,
): { object: ReplyDelivery; done(): Promise<unknown> } {
  const pending: Promise<unknown>[] = [];
  const env = {
    DISCORD_APPLICATION_ID: '100000000000000001',
    DISCORD_PUBLIC_KEY: 'ab'.repeat(32),
    WORKER_SHARED_SECRET: 's'.repeat(32),
    UPSTASH_REDIS_REST_URL: 'http://redis.example',
    UPSTASH_REDIS_REST_TOKEN: 'token',
    ...bindings,
  } as unknown as DeliveryEnv;
  const ctx = { storage, waitUntil: (work: Promise<unknown>) => pending.push(work) };
  const object = new ReplyDelivery(ctx as unknown as DurableObjectState, env);
  return { object, done: () => Promise.all(pending) };
}
