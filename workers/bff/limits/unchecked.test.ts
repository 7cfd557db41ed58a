/** What the admission looks at for a question that the bot has let through from memory, over a real Redis. */
import { describe, expect, it } from 'vitest';
import { formatBlock } from '../../../shared/contract/blocks.ts';
import type { Caller } from '../../../shared/contract/caller.ts';
import { NOTE_LIFE_MS, noteKey } from '../../../shared/contract/deliveries.ts';
import { muteKey } from '../../../shared/contract/mutes.ts';
import {
  personProjectionKey,
  serverProjectionKey,
  writePersonProjection,
  writeServerProjection,
} from '../../../shared/settings/projection.ts';
import { answer, ask, nothingUsed, somebody, useGuard } from '../../../tests/use-guard.ts';
import { eraseAnswers } from '../idempotency/erase.ts';
import { openGuardSession } from './cost-guard.ts';
import type { GuardRequest } from './guard-store.ts';

const guard = useGuard();
const { background, deps, redis } = guard;

const DELIVERY = '300000000000000001';
let people = 0;

/** In a thread of a server. */
function question(overrides: Partial<Caller> = {}, request: Partial<GuardRequest> = {}) {
  people += 1;
  const caller: Caller = {
    user_id: `9${people}`,
    guild_id: `8${people}`,
    channel_id: `7${people}`,
    parent_id: `6${people}`,
    locale: 'ko',
    ...overrides,
  };
  const space = caller.guild_id ?? 'dm';
  const account = somebody({
    id: `${space}:${caller.user_id}`,
    owner: caller.user_id,
    guild: caller.guild_id === null ? null : { id: caller.guild_id, callsPerMin: 100 },
  });
  const unchecked = { caller, deliveryId: DELIVERY, askedAtMs: Date.now(), seen: { server: 3, person: 2 } };
  const asked = ask(account, {
    pseudonym: `pseudonym${people}`,
    idempotencyKey: DELIVERY,
    unchecked,
    ...request,
  });
  return { caller, account, asked, unchecked };
}

const admit = (request: GuardRequest) => openGuardSession(deps(), request).admit();
const outdated = { kind: 'refused', code: 'gate_outdated' };

/** As the bot remembers them. */
async function settle({ user_id: userId, guild_id: guildId }: Caller): Promise<void> {
  await redis('SET', personProjectionKey(userId), writePersonProjection({ version: 2, person: {} }));
  if (guildId === null) return;
  const server = { privateAnswers: true };
  await redis(
    'SET',
    serverProjectionKey(guildId),
    writeServerProjection({ version: 3, server, channels: {} }),
  );
}

describe('a question that the bot has let through from memory', () => {
  it('is admitted and noted as a delivery, in the same HTTP request', async () => {
    const { caller, asked } = question();
    await settle(caller);
    const before = guard.upstash.requests();
    expect(await admit(asked)).toMatchObject({ kind: 'admitted' });
    expect(guard.upstash.requests() - before).toBe(1);
    const note = noteKey(caller.user_id, Date.now());
    expect(await redis('SMEMBERS', note)).toEqual([DELIVERY]);
    expect(Number(await redis('PTTL', note))).toBeGreaterThan(NOTE_LIFE_MS - 60_000);
  });

  it('is admitted in a direct message, where nothing is set', async () => {
    const { asked, unchecked } = question({ guild_id: null });
    expect(await admit({ ...asked, unchecked: { ...unchecked, seen: { person: 0 } } })).toMatchObject({
      kind: 'admitted',
    });
  });

  it.each<[string, (caller: Caller) => string[]]>([
    ['the thread is muted', ({ channel_id: id }) => ['SET', muteKey(id), String(Date.now() + 1_000)]],
    ['the channel is muted', ({ parent_id: id = '' }) => ['SET', muteKey(id), String(Date.now() + 1_000)]],
    [
      'the server has other settings',
      ({ guild_id: id }) => [
        'SET',
        serverProjectionKey(id ?? ''),
        writeServerProjection({ version: 4, server: {}, channels: {} }),
      ],
    ],
    [
      'the person has other settings',
      ({ user_id: id }) => [
        'SET',
        personProjectionKey(id),
        writePersonProjection({ version: 3, person: {} }),
      ],
    ],
    ['Redis has lost the settings', ({ guild_id: id }) => ['DEL', serverProjectionKey(id ?? '')]],
  ])('is sent back when %s, and nothing is taken for it', async (_, change) => {
    const { caller, account, asked } = question();
    await settle(caller);
    await redis(...change(caller));
    for (let time = 0; time < 5; time += 1) {
      expect(await admit(asked)).toMatchObject(outdated);
      await Promise.all(background);
    }
    expect(await admit(ask(account))).toMatchObject({
      kind: 'admitted',
      allowance: { calls: { remaining: 2 } },
    });
    // Its delivery holds the question in any case.
    expect(await redis('SMEMBERS', noteKey(caller.user_id, Date.now()))).toEqual([DELIVERY]);
  });

  it('is admitted when a mute has ended', async () => {
    const { caller, asked } = question();
    await settle(caller);
    await redis('SET', muteKey(caller.channel_id), String(Date.now()));
    expect(await admit(asked)).toMatchObject({ kind: 'admitted' });
  });

  it('is told of a block before it is sent back', async () => {
    const { account, asked } = question();
    await redis('SET', `llm:block:${account.id}`, formatBlock({ by: 'moderator', untilMs: null }));
    expect(await admit(asked)).toMatchObject({ kind: 'refused', code: 'user_blocked' });
  });

  it('gets no shared answer in a muted channel', async () => {
    const { caller, asked } = question({}, { shareable: true });
    await settle(caller);
    const { unchecked: _, ...checked } = asked;
    const first = openGuardSession(deps(), { ...checked, idempotencyKey: 'another' });
    await first.admit();
    await first.settle({ ...nothingUsed, answer, share: true });
    await redis('SET', muteKey(caller.channel_id), String(Date.now() + 1_000));
    expect(await admit(asked)).toMatchObject(outdated);
  });

  it('that was admitted before a mute gets its answer again', async () => {
    const { caller, asked } = question();
    await settle(caller);
    const session = openGuardSession(deps(), asked);
    await session.admit();
    await session.settle({ ...nothingUsed, answer, share: false });
    await redis('SET', muteKey(caller.channel_id), String(Date.now() + 1_000));
    expect(await admit(asked)).toMatchObject({ kind: 'answered', by: 'replay' });
  });
});

describe('an erasure', () => {
  const erase = (caller: Caller, pseudonym: string) =>
    eraseAnswers(guard.upstash, { userId: caller.user_id, pseudonyms: [pseudonym], nowMs: Date.now() });

  it('names a delivery that was noted before it', async () => {
    const { caller, asked } = question();
    await settle(caller);
    await admit(asked);
    expect((await erase(caller, asked.pseudonym ?? '')).deliveries).toEqual([DELIVERY]);
  });

  it('refuses a question that was asked before it and comes after it', async () => {
    const { caller, asked } = question();
    await settle(caller);
    expect((await erase(caller, asked.pseudonym ?? '')).deliveries).toEqual([]);
    expect(await admit(asked)).toMatchObject({ kind: 'refused', code: 'question_erased' });
    expect(await redis('SMEMBERS', noteKey(caller.user_id, Date.now()))).toEqual([]);
  });

  it('lets a question be answered that was asked right after it', async () => {
    const { caller, asked, unchecked } = question();
    await settle(caller);
    await erase(caller, asked.pseudonym ?? '');
    await settle(caller);
    const later = { ...asked, unchecked: { ...unchecked, askedAtMs: Date.now() + 1 } };
    expect(await admit(later)).toMatchObject({ kind: 'admitted' });
  });
});
