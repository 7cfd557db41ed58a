import { expect, it } from 'vitest';
import type { CostLimits } from '../../../shared/contract/cost-limits.ts';
import { gateKeys, roomLeft } from './judge.ts';

const NOW_MS = Date.UTC(2026, 10, 30);
const CALLER = { user_id: '1', guild_id: null, channel_id: '2', locale: 'ko' } as const;
const NONE = { tokens: 0, microUsd: 0 };
const LIMITS: CostLimits = {
  userCallsPerMin: 10,
  guildCallsPerMin: 10,
  budgets: { user: { tokens: 1_000_000, microUsd: 0 }, guild: NONE, everyone: NONE },
};

it('leaves no room where a budget has come into force that was not read', () => {
  const bounds = { limits: LIMITS };
  const [key = ''] = gateKeys({ channelId: '2', parentId: null }, CALLER, LIMITS, NOW_MS).spent;
  const reading = { mutes: [], block: null, calls: [null, null] };
  const read = { ...reading, spent: [{ key, tokens: null, microUsd: null }] };
  expect(roomLeft(read, CALLER, bounds, NOW_MS).inAll).toBeGreaterThan(0);
  expect(roomLeft({ ...reading, spent: [] }, CALLER, bounds, NOW_MS).inAll).toBe(0);
});
