/** Over a real Redis. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startUpstashStandIn, type UpstashStandIn } from '../../../dev/upstash/server.ts';
import { blockKey, formatBlock, pausesKey, strikesKey } from '../../../shared/contract/blocks.ts';
import { unblock } from '../operator/people.ts';
import { openRedis } from '../store/redis.ts';
import { pauseMs, strike } from './strikes.ts';

it('doubles a pause each time, up to a day', () => {
  const minutes = [1, 2, 3, 4, 20].map((pauses) => pauseMs(pauses) / 60_000);
  expect(minutes).toEqual([10, 20, 40, 80, 1_440]);
});

describe('a pause', () => {
  let upstash: UpstashStandIn | undefined;
  beforeAll(async () => {
    upstash = await startUpstashStandIn({ token: 'a-token-for-tests' });
  });
  afterAll(() => upstash?.close());

  const MINUTE_MS = 60_000;
  const access = () => ({ url: upstash?.url ?? '', token: 'a-token-for-tests' });
  const redis = () => openRedis(access(), 20_000);
  /** How long the pause is that a message which is blocked `minute` minutes from now leads to; null: none. */
  async function blockedAt(id: string, minute: number): Promise<number | null> {
    const now = Date.now() + minute * MINUTE_MS;
    const block = await strike(access(), id, () => now);
    return block?.untilMs == null ? null : Math.round((block.untilMs - now) / MINUTE_MS);
  }

  it('follows the third blocked message of ten minutes, whenever these began', async () => {
    expect(await blockedAt('1:11', 0)).toBeNull();
    expect(await blockedAt('1:11', 9)).toBeNull();
    // Three within eighteen.
    expect(await blockedAt('1:11', 18)).toBeNull();
    expect(await blockedAt('1:11', 18.5)).toBe(10);
    expect(await blockedAt('1:11', 18.6)).toBeNull();
    expect(await redis().get(blockKey('1:11'))).toContain('cooldown');
  });

  it('is remembered for a day after it has ended, or one of a day would be followed by the shortest', async () => {
    await redis().set(pausesKey('3:13'), 8);
    for (const minute of [0, 1]) await blockedAt('3:13', minute);
    expect(await blockedAt('3:13', 2)).toBe(1_440);
    expect(await redis().pttl(pausesKey('3:13'))).toBeGreaterThan(47 * 60 * MINUTE_MS);
  });

  it('leaves a moderator’s block as it is', async () => {
    const block = formatBlock({ by: 'moderator', untilMs: null });
    await redis().set(blockKey('4:14'), block);
    for (const minute of [0, 1, 2]) await blockedAt('4:14', minute);
    expect(await redis().get(blockKey('4:14'))).toBe(block);
  });

  it('keeps no more of blocked messages than it goes by, and no longer', async () => {
    for (const minute of [0, 20, 40, 60, 80]) await blockedAt('5:15', minute);
    expect(await redis().llen(strikesKey('5:15'))).toBe(3);
    const lifeMs = await redis().pttl(strikesKey('5:15'));
    expect(lifeMs).toBeGreaterThan(0);
    expect(lifeMs).toBeLessThanOrEqual(10 * MINUTE_MS);
  });

  it('is the first again after an operator has lifted one', async () => {
    for (const minute of [0, 1]) await blockedAt('2:12', minute);
    expect(await blockedAt('2:12', 2)).toBe(10);
    await blockedAt('2:12', 3);
    const lift = () => unblock(redis(), { space: '2', person: 'somebody' }, async () => 'somebody');
    expect(await lift()).toBe(true);
    expect(await lift()).toBe(false);
    for (const minute of [4, 5]) expect(await blockedAt('2:12', minute)).toBeNull();
    expect(await blockedAt('2:12', 6)).toBe(10);
  });
});
