import { describe, expect, it } from 'vitest';
import { inOneMinute } from '../minute.ts';
import { ask, send, signChat, somebody } from '../signed-calls.ts';
import { useStack } from '../use-stack.ts';

/** The same guard over the embedded Valkey, which serves whoever has no redis-server. */
const running = useStack({ redis: 'valkey' });

describe('over the embedded Valkey', () => {
  it('the stack says so', () => {
    expect(running.stack.standIns.upstash?.backend).toMatch(/Valkey/i);
  });

  it(
    'the 21st call in a minute is refused',
    inOneMinute(async () => {
      const caller = somebody();
      // In waves: a busy machine must not be taken for an outage of Redis.
      for (let wave = 0; wave < 5; wave += 1) {
        const turns = [0, 1, 2, 3].map((turn) => ask(running.stack, caller, `따라 해: ${4 * wave + turn}`));
        expect((await Promise.all(turns)).map(({ status }) => status)).toEqual([200, 200, 200, 200]);
      }
      expect(await ask(running.stack, caller, '하나 더')).toMatchObject({
        status: 429,
        code: 'rate_limit_user',
      });
    }),
  );

  it('a signature is good once, a key holds one answer, an equal question is cached', async () => {
    const caller = somebody();
    const call = await signChat(running.stack, caller, '1부터 5까지 세어줘', { key: 'k' });
    const first = await send(call);
    expect(first.status).toBe(200);
    expect((await send(call)).status).toBe(401);
    await expect
      .poll(async () => (await ask(running.stack, caller, '1부터 5까지 세어줘', { key: 'k' })).libra.cached)
      .toBe(true);
    expect(await ask(running.stack, caller, '다른 질문', { key: 'k' })).toMatchObject({ status: 422 });
  });
});
