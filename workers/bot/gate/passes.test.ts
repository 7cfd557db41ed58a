import { expect, it } from 'vitest';
import type { Caller } from '../../../shared/contract/caller.ts';
import { effectiveSettings } from '../../../shared/settings/effective.ts';
import type { PlaceSettings } from '../settings/place-settings.ts';
import { createPasses, near, within } from './passes.ts';

const caller: Caller = { user_id: '2', guild_id: '5', channel_id: '4', locale: 'ko' };
const place: PlaceSettings = {
  settings: effectiveSettings(
    {
      ceilings: { models: null, dailyTokens: 0, dailyMicroUsd: 0 },
      server: {},
      channel: {},
      person: {},
    },
    { channelId: '4', parentId: null, guildId: null, roleIds: [] },
  ),
  answersIn: [],
  seen: { server: 3, person: 0 },
  roleIds: [],
};
const MUCH = { aMinute: 100, inAll: 100 };

function createClock() {
  const clock = { nowMs: 0 };
  return Object.assign(clock, { passes: createPasses(() => clock.nowMs, 3) });
}

it('lets a person through again in the place where they were let through, and nowhere else', () => {
  const { passes } = createClock();
  expect(passes.take(caller)).toBeNull();
  passes.keep(caller, place, MUCH);
  expect(passes.take(caller)).toEqual(place);
  expect(passes.take({ ...caller, user_id: '3' })).toBeNull();
  expect(passes.take({ ...caller, channel_id: '6' })).toBeNull();
});

it('holds for ten minutes', () => {
  const clock = createClock();
  clock.passes.keep(caller, place, MUCH);
  clock.nowMs = 10 * 60_000 - 1;
  expect(clock.passes.take(caller)).not.toBeNull();
  clock.nowMs += 1;
  expect(clock.passes.take(caller)).toBeNull();
});

it('lets so many through in a minute, those that Redis has let through included, and more in the next', () => {
  const clock = createClock();
  const { passes } = clock;
  for (let asked = 0; asked < 3; asked += 1) passes.keep(caller, place, { aMinute: 4, inAll: 100 });
  expect([passes.take(caller), passes.take(caller)]).toEqual([place, null]);
  clock.nowMs = 60_000;
  expect(passes.take(caller)).toEqual(place);
});

it('lets so many through in all', () => {
  const clock = createClock();
  const { passes } = clock;
  passes.keep(caller, place, { aMinute: 100, inAll: 2 });
  expect([passes.take(caller), passes.take(caller), passes.take(caller)]).toEqual([place, place, null]);
  clock.nowMs = 60_000;
  expect(passes.take(caller)).toBeNull();
});

it.each<[string, (passes: ReturnType<typeof createPasses>) => void]>([
  [
    'the person has changed something elsewhere',
    (passes) => passes.forget(near({ ...caller, guild_id: null, channel_id: '9' })),
  ],
  [
    'somebody has changed something in the server',
    (passes) => passes.forget(near({ ...caller, user_id: '8' })),
  ],
  ['the channel is muted', (passes) => passes.forget(within({ channelId: '4' }))],
])('ends when %s', (_, change) => {
  const { passes } = createClock();
  passes.keep(caller, place, MUCH);
  change(passes);
  expect(passes.take(caller)).toBeNull();
});

it('of a thread ends with a mute of its channel; of others nothing does', () => {
  const { passes } = createClock();
  const direct = { ...caller, guild_id: null, channel_id: '7', user_id: '3' };
  const inThread = { ...caller, channel_id: '6', parent_id: '4' };
  for (const each of [inThread, direct]) passes.keep(each, place, MUCH);
  passes.forget(within({ channelId: '4' }));
  passes.forget(near({ ...direct, user_id: '4' }));
  expect(passes.take(inThread)).toBeNull();
  expect(passes.take(direct)).not.toBeNull();
});

it('forgets the oldest where there are too many', () => {
  const { passes } = createClock();
  const others = ['11', '12', '13'].map((userId) => ({ ...caller, user_id: userId }));
  for (const each of [caller, ...others]) passes.keep(each, place, MUCH);
  expect(passes.take(caller)).toBeNull();
  for (const other of others) expect(passes.take(other)).not.toBeNull();
});
