import { expect, it } from 'vitest';
import { accountOfCaller, LIBRA_ACCOUNT, talkAccountOf } from './account.ts';

const LIMITS = { userCallsPerMin: 5, guildCallsPerMin: 20 };
const CALLER = { user_id: '1', guild_id: '2', channel_id: '3', locale: 'ko' } as const;

it('is of a person in one server, and their day goes with them', () => {
  const accounts = [CALLER, { ...CALLER, guild_id: '9' }, { ...CALLER, guild_id: null }].map((caller) =>
    accountOfCaller(caller, LIMITS),
  );
  expect(accounts.map(({ id }) => id)).toEqual(['2:1', '9:1', 'dm:1']);
  expect(new Set(accounts.map(({ owner }) => owner))).toEqual(new Set(['1']));
  expect(accounts.map(({ guild }) => guild?.id ?? null)).toEqual(['2', '9', null]);
});

it('counts what a conversation hears and speaks apart, and within bounds as well', () => {
  const talk = talkAccountOf(accountOfCaller(CALLER, LIMITS));
  expect(talk).toMatchObject({ countedAs: 'talk', callsPerMin: 60, guild: { callsPerMin: 240 } });
});

it('of Libra itself has bounds of its own', () => {
  expect(LIBRA_ACCOUNT.callsPerMin).toBeGreaterThan(0);
  expect(LIBRA_ACCOUNT.own?.day.tokens).toBeGreaterThan(0);
});
