/** The search through the ledger in a real Postgres: before the ledger is summed, and after it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NeonStandIn } from '../../../dev/neon/server.ts';
import { startMigratedNeon } from '../../../dev/stack/migrated-neon.ts';
import type { LedgerFilter } from '../../../shared/contract/operator.ts';
import { pseudonymise } from '../../../shared/observe/pseudonym.ts';
import { keepPseudonyms } from '../ledger/pseudonyms.ts';
import { rollUp } from '../ledger/rollup.ts';
import { eraseAll } from '../privacy/privacy.ts';
import { enforceRetention } from '../privacy/retention.ts';
import { openDatabase } from '../store/database.ts';
import { readLedgerPage } from './ledger-page.ts';
import { findPerson, parseCursor } from './ledger-sql.ts';

const SECRET = 'fake'.repeat(10);
const NEXT_SECRET = 'next'.repeat(10);
let neon: NeonStandIn;

beforeAll(async () => {
  neon = await startMigratedNeon();
  // Four weeks of a call every three hours, a minute later each time, and a rare model.
  await neon.query(
    `INSERT INTO usage_events (id, user_id, space, api_key_id, model, provider, prompt_tokens, cached_tokens,
       completion_tokens, estimated, cost_micro_usd, first_token_ms, total_ms, outcome, fallback, cached, created_at)
     SELECT gen_random_uuid(), '18000000000000000' || n % 3, '17000000000000000' || n % 2, NULL,
       CASE WHEN n % 50 = 7 THEN 'rare' ELSE 'common' END, CASE WHEN n % 40 = 3 THEN 'other' ELSE 'host' END,
       n, 0, 1, false, 1, 300, 900,
       CASE WHEN n % 60 = 7 THEN 'provider_rejected' WHEN n % 9 = 0 THEN 'client_gone' ELSE 'ok' END,
       false, false, now() - make_interval(mins => 181 * n, secs => 30)
     FROM generate_series(0, 223) n`,
    [],
  );
});
afterAll(() => neon.close());

const open = () => openDatabase({ url: neon.databaseUrl, httpUrl: neon.httpUrl }, 30_000);
const toPseudonym = (id: string) => pseudonymise(SECRET, id);

/** By the number of each call, page by page. */
async function search(filter: Omit<LedgerFilter, 'days'>): Promise<number[]> {
  const found: number[] = [];
  let before = null;
  do {
    const page = await readLedgerPage(
      open(),
      toPseudonym,
      { days: 90, ...filter },
      { userId: null, before, limit: 3 },
    );
    found.push(...page.rows.map(({ prompt_tokens: n }) => n));
    before = page.next === null ? null : parseCursor(page.next);
  } while (before !== null);
  return found;
}

const numbers = (isWanted: (n: number) => boolean) =>
  Array.from({ length: 224 }, (_, n) => n).filter(isWanted);
const isRare = (n: number) => n % 50 === 7;
const FOUND: [name: string, filter: Omit<LedgerFilter, 'days'>, isWanted: (n: number) => boolean][] = [
  ['a rare model', { model: 'rare' }, isRare],
  ['a model that nobody has', { model: 'none' }, () => false],
  ['a provider', { provider: 'other' }, (n) => n % 40 === 3],
  [
    'a rare model and its readers who left',
    { model: 'rare', outcome: 'client_gone' },
    (n) => isRare(n) && n % 9 === 0,
  ],
  ['a rare model in a server', { model: 'rare', guild: '170000000000000001' }, isRare],
  ['all errors', { outcome: 'error' }, (n) => n % 60 === 7],
  ['an error', { outcome: 'provider_rejected' }, (n) => n % 60 === 7],
  ['an error of a rare model', { model: 'rare', outcome: 'provider_rejected' }, (n) => n === 7],
  ['an error that nobody had', { outcome: 'provider_timeout' }, () => false],
];

describe('a search through the ledger', () => {
  it.each(FOUND)('finds %s before it is summed', async (_, filter, isWanted) => {
    expect(await search(filter)).toEqual(numbers(isWanted));
  });

  it('finds the same when it is summed, the newest first', async () => {
    await rollUp(open);
    for (const [name, filter, isWanted] of FOUND)
      expect({ name, found: await search(filter) }).toEqual({ name, found: numbers(isWanted) });
  });
});

describe('a person by a pseudonym', () => {
  const PERSON = '180000000000000001';
  const find = async (secret = SECRET) =>
    findPerson(open, secret, { person: await pseudonymise(secret, PERSON) });
  const kept = () => neon.query('SELECT pseudonym FROM person_pseudonyms WHERE user_id = $1', [PERSON]);

  it('is found among the newest calls, and by what is kept of older ones', async () => {
    expect(await kept()).toEqual([]);
    await neon.query(`UPDATE jobs SET at = at - interval '20 hours' WHERE name = 'rollup'`, []);
    expect(await find()).toBe(PERSON);
    await neon.query(`UPDATE jobs SET at = at + interval '20 hours' WHERE name = 'rollup'`, []);
    expect(await find()).toBeNull();
    await keepPseudonyms(open, SECRET);
    await keepPseudonyms(open, SECRET);
    expect(await kept()).toHaveLength(1);
    expect(await find()).toBe(PERSON);
  });

  it('is found by the one under a new secret and by that under the one before', async () => {
    await keepPseudonyms(open, NEXT_SECRET);
    expect([await find(NEXT_SECRET), await find()]).toEqual([PERSON, PERSON]);
  });

  it('is nobody whom the ledger does not name', async () => {
    expect(await findPerson(open, SECRET, { person: 'f'.repeat(12) })).toBeNull();
  });

  it('is found no more once they have had everything erased, nor when their sums have gone', async () => {
    await eraseAll(open(), {
      userId: PERSON,
      pseudonyms: [await pseudonymise(SECRET, PERSON)],
      nowMs: Date.now(),
    });
    await keepPseudonyms(open, SECRET);
    expect(await kept()).toEqual([]);
    expect(await find()).toBeNull();
    await neon.query(`DELETE FROM usage_rollups WHERE dimension = 'user'`, []);
    await enforceRetention(open, 30);
    expect(await neon.query('SELECT 1 FROM person_pseudonyms', [])).toEqual([]);
  });
});
