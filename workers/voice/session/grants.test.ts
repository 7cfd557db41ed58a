import { describe, expect, it } from 'vitest';
import { createSecret, formatSecret, hashSecret, isSameHash, parseSecret } from '../access/secrets.ts';
import { addUse, leftToday } from './day-use.ts';
import { addGrant, type StoredGrant, spendGrant, TOKEN_LIFE_MS } from './grants.ts';

const caller = { user_id: '1', guild_id: null, channel_id: '2', locale: 'ko' } as const;
const grant = { caller, channelName: null, interaction: null };
const added = (...hashes: string[]) =>
  hashes.reduce<StoredGrant[]>((grants, hash) => addGrant(grants, grant, hash, 1_000), []);

describe('a token', () => {
  it('is good once', () => {
    const first = spendGrant(added('a', 'b'), 'a', 2_000);
    expect(first.grant).toMatchObject({ hash: 'a', caller });
    expect(spendGrant(first.left, 'a', 2_000).grant).toBeNull();
    expect(spendGrant(first.left, 'b', 2_000).grant).not.toBeNull();
  });

  it('is good for a minute', () => {
    expect(spendGrant(added('a'), 'a', 1_000 + TOKEN_LIFE_MS - 1).grant).not.toBeNull();
    expect(spendGrant(added('a'), 'a', 1_000 + TOKEN_LIFE_MS)).toEqual({ grant: null, left: [] });
  });

  it('takes the place of the oldest of several', () => {
    expect(added('a', 'b', 'c', 'd').map(({ hash }) => hash)).toEqual(['b', 'c', 'd']);
  });

  it('finds its object, and is stored as a hash', async () => {
    const secret = createSecret();
    const token = { objectId: 'ab'.repeat(32), secret };
    expect(parseSecret(formatSecret(token))).toEqual(token);
    expect(createSecret()).not.toBe(secret);
    const hash = await hashSecret(secret);
    expect(hash).not.toContain(secret);
    expect(isSameHash(hash, await hashSecret(secret))).toBe(true);
    expect(isSameHash(hash, await hashSecret(createSecret()))).toBe(false);
  });

  it.each(['', 'a.b', `${'ab'.repeat(32)}.`, `${'AB'.repeat(32)}.${'a'.repeat(43)}`, `x.${'a'.repeat(43)}`])(
    'of another form is none: %s',
    (text) => expect(parseSecret(text)).toBeNull(),
  );
});

describe('the minutes of a day', () => {
  it('add up, and begin anew with the next day', () => {
    const used = addUse(addUse(undefined, '2026-11-29', 60_000), '2026-11-29', 30_000);
    expect(leftToday(used, '2026-11-29', 30)).toBe(30 * 60_000 - 90_000);
    expect(leftToday(used, '2026-11-30', 30)).toBe(30 * 60_000);
    expect(addUse(used, '2026-11-30', 5_000)).toEqual({ day: '2026-11-30', ms: 5_000 });
    expect(leftToday(addUse(used, '2026-11-29', 9e9), '2026-11-29', 30)).toBe(0);
  });

  it('are not given back by a clock that goes back', () => {
    const used = addUse(addUse(undefined, '2026-11-29', 60_000), '2026-11-29', -30_000);
    expect(leftToday(used, '2026-11-29', 30)).toBe(29 * 60_000);
  });
});
