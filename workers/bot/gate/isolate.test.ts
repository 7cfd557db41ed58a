import { beforeEach, expect, it } from 'vitest';
import type { Caller } from '../../../shared/contract/caller.ts';
import type { BffClient } from '../bff/client.ts';
import type { PlaceSettings } from '../settings/place-settings.ts';
import { forgettingPasses, passes } from './isolate.ts';

const caller: Caller = { user_id: '2', guild_id: '5', channel_id: '4', locale: 'ko' };
const place = { seen: {} } as PlaceSettings;
const done = async () => ({ ok: true }) as never;
const fails = async () => Promise.reject(new Error('refused'));

beforeEach(() => passes.keep(caller, place, { aMinute: 10, inAll: 10 }));

const createClient = (work: () => Promise<never>) =>
  forgettingPasses({
    settings: { read: done, change: work },
    choices: { read: done, change: work },
    remember: work,
    erase: work,
    status: done,
  } as unknown as BffClient);

it.each<[string, (bff: BffClient) => Promise<unknown>]>([
  ['settings', (bff) => bff.settings.change({ caller, permissions: {} as never }, {} as never)],
  ['what a person has chosen', (bff) => bff.choices.change(caller, {} as never)],
  ['whether something is remembered', (bff) => bff.remember(caller, false)],
  ['what is stored', (bff) => bff.erase(caller)],
])('forgets whom a change concerns once it is made, or may have been: %s', async (_, change) => {
  await change(createClient(done));
  expect(passes.take(caller)).toBeNull();
  passes.keep(caller, place, { aMinute: 10, inAll: 10 });
  await expect(change(createClient(fails))).rejects.toThrow();
  expect(passes.take(caller)).toBeNull();
});

it('forgets nothing where something is only read', async () => {
  const bff = createClient(done);
  await Promise.all([bff.status(caller), bff.settings.read({ caller, permissions: {} as never })]);
  expect(passes.take(caller)).toBe(place);
});
