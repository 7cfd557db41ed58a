/** Keys as they are looked up in a real Postgres: rows from before a migration, rotation, expiry. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type NeonStandIn, startNeonStandIn } from '../../../dev/neon/server.ts';
import { migrate } from '../../../dev/stack/migrate.ts';
import { type OldMigrations, openOldMigrations } from '../../../tests/old-migrations.ts';
import { openDatabase } from '../store/database.ts';
import { type ApiKeyRecord, findApiKey, findApiKeyById } from './api-keys.ts';

let neon: NeonStandIn;
let old: OldMigrations;

beforeAll(async () => {
  neon = await startNeonStandIn({});
  old = openOldMigrations();
}, 30_000);
afterAll(async () => {
  await neon.close();
  old.remove();
});

const find = (hash: string): Promise<ApiKeyRecord | null> =>
  findApiKey(openDatabase({ url: neon.databaseUrl, httpUrl: neon.httpUrl }, 5_000), hash);

const insert = (hash: string, columns: Record<string, string> = {}) =>
  neon.query(
    `INSERT INTO api_keys (key_hash, name, calls_per_min${Object.keys(columns)
      .map((name) => `, ${name}`)
      .join('')})
     VALUES ('${hash}', 'x', 30${Object.values(columns)
       .map((value) => `, ${value}`)
       .join('')})`,
  );

it('a key from before keys had settings goes on as it was, and the code of then reads a new one', async () => {
  await old.migrateTo({ url: neon.databaseUrl, fetchEndpoint: neon.httpUrl }, 5);
  await insert('old');
  await migrate({ url: neon.databaseUrl, fetchEndpoint: neon.httpUrl });
  expect(await find('old')).toMatchObject({ callsPerMin: 30, settings: {}, endsAtMs: null });
  // As that code made and found keys.
  await insert('new');
  const rows = await neon.query(
    `SELECT id, calls_per_min FROM api_keys WHERE key_hash = 'new' AND revoked_at IS NULL LIMIT 1`,
  );
  expect(rows).toMatchObject([{ calls_per_min: 30 }]);
});

describe('a key', () => {
  it('brings its settings, or cannot be used when they are malformed', async () => {
    await insert('set', { settings: `'{"tokens_per_day": 5, "models": ["a"]}'` });
    expect(await find('set')).toMatchObject({ settings: { tokens_per_day: 5, models: ['a'] } });
    await insert('broken', { settings: `'{"tokens_per_dya": 5}'` });
    await expect(find('broken')).rejects.toThrow(/settings of key \d+ are malformed/);
  });

  it('has two secrets with one id while a rotation overlaps, of which the first has an end', async () => {
    await insert('second', { previous_hash: `'first'`, previous_until: `'2027-01-01T00:00:00.5Z'` });
    const [first, second] = [await find('first'), await find('second')];
    expect(first).toMatchObject({ endsAtMs: Date.UTC(2027, 0, 1) + 500 });
    expect(second).toMatchObject({ id: first?.id, endsAtMs: null });
  });

  it('ends with both secrets at its own end, whichever comes first', async () => {
    await insert('c', {
      previous_hash: `'b'`,
      previous_until: `'2027-03-01T00:00:00Z'`,
      expires_at: `'2027-02-01T00:00:00Z'`,
    });
    for (const hash of ['b', 'c']) expect((await find(hash))?.endsAtMs).toBe(Date.UTC(2027, 1, 1));
  });

  it('is unknown with both secrets once it is revoked', async () => {
    await insert('y', {
      previous_hash: `'z'`,
      previous_until: `'2027-03-01T00:00:00Z'`,
      revoked_at: 'now()',
    });
    for (const hash of ['y', 'z']) expect(await find(hash)).toBeNull();
  });

  it('is found by its id, with its end, until it is revoked', async () => {
    await insert('i', { expires_at: `'2027-02-01T00:00:00Z'` });
    const id = (await find('i'))?.id ?? 0;
    const db = openDatabase({ url: neon.databaseUrl, httpUrl: neon.httpUrl }, 5_000);
    expect(await findApiKeyById(db, id)).toMatchObject({ id, endsAtMs: Date.UTC(2027, 1, 1) });
    await neon.query(`UPDATE api_keys SET revoked_at = now() WHERE key_hash = 'i'`);
    expect(await findApiKeyById(db, id)).toBeNull();
  });
});
