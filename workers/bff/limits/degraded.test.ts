/** Without Redis the platform's own limiters decide, and what they cannot decide is refused. */
import { describe, expect, it } from 'vitest';
import { createLogger } from '../../../shared/observe/log.ts';
import type { NonceVerdict } from '../../../shared/signing/nonce-book.ts';
import { accountOfCaller } from './account.ts';
import { decideWithoutRedis } from './degraded.ts';
import { takeExport } from './export-limit.ts';
import { createKeyUse } from './key-use.ts';

const log = createLogger({ worker: 'bff', write: () => {} });
const now = () => 0;
const NOTHING = { tokens: 0, microUsd: 0 };
const ACCOUNT = accountOfCaller(
  { user_id: '1', guild_id: '2', channel_id: '3', locale: 'ko' },
  { userCallsPerMin: 5, guildCallsPerMin: 5 },
);
const limiter = (success: boolean): RateLimit => ({ limit: async () => ({ success }) });

describe('a call', () => {
  const verdictOf = async (nonce: NonceVerdict, findExhaustedBudget = async () => null) => {
    const deps = {
      ...{ log, now, keyUse: createKeyUse(now), findExhaustedBudget },
      degraded: { user: limiter(true), guild: limiter(true) },
    };
    const reserve = { ...NOTHING, window: NOTHING, charge: NOTHING };
    return (await decideWithoutRedis(deps, ACCOUNT, nonce, reserve)).kind;
  };

  it('is admitted once', async () => {
    expect(await verdictOf('spent')).toBe('admitted');
  });

  it('is refused where nobody can tell whether it is a copy', async () => {
    expect(await verdictOf('full')).toBe('refused');
  });

  it('is refused where the ledger cannot be asked', async () => {
    expect(await verdictOf('spent', () => Promise.reject(new Error('out')))).toBe('refused');
  });
});

describe('an export', () => {
  const takeWith = (success: boolean) =>
    takeExport(
      {
        ...{ log, now },
        config: {
          redis: { url: 'http://127.0.0.1:1', token: 't', timeoutMs: 100 },
          degraded: { user: limiter(success) },
        },
      },
      '1',
    );

  it('is held to the platform’s own limiter', async () => {
    expect(await takeWith(true)).toBeNull();
    expect(await takeWith(false)).toEqual({ resetMs: 60_000 });
  });
});
