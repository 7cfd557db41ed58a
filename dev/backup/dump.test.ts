import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lookAtSchema } from '../deploy/check.ts';
import { startNeonStandIn } from '../neon/server.ts';
import { PROJECT_ROOT } from '../stack/build.ts';
import { connect, type Database, migrate, RESTORE_MARK, readSchemaState } from '../stack/migrate.ts';
import { dumpDatabase, parseDump } from './dump.ts';
import { restore, restoreRows } from './restore.ts';

async function withEmptyDatabase<T>(use: (database: Database) => Promise<T>): Promise<T> {
  const front = await startNeonStandIn({});
  try {
    return await use({ url: front.databaseUrl, fetchEndpoint: front.httpUrl });
  } finally {
    await front.close();
  }
}

const withDatabase = <T>(use: (database: Database) => Promise<T>): Promise<T> =>
  withEmptyDatabase(async (database) => {
    await migrate(database);
    return use(database);
  });

const SEED = [
  `INSERT INTO api_keys (key_hash, name, calls_per_min) VALUES ('h1', '이름 with "quotes" and \\ and
    a line', 60), ('h2', 'other', 30)`,
  `INSERT INTO guild_settings (guild_id, settings) VALUES ('1300000000000000201', '{"language":"ko"}')`,
  `INSERT INTO conversations (id, space, user_id, channel_id) VALUES ('6e1a3c1e-0000-4000-8000-000000000001', 'dm', '1', '9007199254740993')`,
];

/** A row of a megabyte: twelve of them are more than one request may hold. */
const EVENT = {
  ...{
    request_key: '가'.repeat(300_000),
    model: 'm',
    prompt_tokens: 1,
    cached_tokens: 0,
    completion_tokens: 1,
  },
  ...{ estimated: false, cost_micro_usd: 1, outcome: 'ok', fallback: false, cached: false, judge_calls: 0 },
  created_at: '2026-11-29T00:00:00Z',
};

describe('a backup', () => {
  it('holds every row, and a restored database holds the same and goes on counting', async () => {
    const before = await withDatabase(async (database) => {
      const sql = connect(database);
      for (const statement of SEED) await sql.query(statement);
      return dumpDatabase(database, 5);
    });
    expect(before.counts).toMatchObject({ api_keys: 2, guild_settings: 1, conversations: 1, messages: 0 });
    const after = await withDatabase(async (database) => {
      expect(await restoreRows(database, parseDump(before.text))).toEqual(before.counts);
      const dump = await dumpDatabase(database, 5);
      await connect(database).query(
        `INSERT INTO api_keys (key_hash, name, calls_per_min) VALUES ('h3', 'new', 1)`,
      );
      await expect(restore(database, parseDump(before.text))).rejects.toThrow('is not empty');
      return dump;
    });
    expect(after.text).toBe(before.text);
  });

  it('leaves nothing behind where a row does not fit', async () => {
    await withDatabase(async (database) => {
      const bad = parseDump(
        '{"libra":1,"schemaAt":5}\napi_keys\t{"id":1,"key_hash":"a","name":"a","calls_per_min":1}\nmessages\t{"id":1}\n',
      );
      await expect(restoreRows(database, bad)).rejects.toThrow();
      const [rows] = await connect(database).query('SELECT count(*)::int AS n FROM api_keys');
      expect(rows?.n).toBe(0);
    });
  });

  it('is restored also where it is more than Neon takes in one request, and leaves nothing of that behind when it fails', async () => {
    await withDatabase(async (database) => {
      const row = (id: number, id_or_text: unknown = id) =>
        JSON.stringify({
          ...EVENT,
          id: `6e1a3c1e-0000-4000-8000-${String(id).padStart(12, '0')}`,
          total_ms: id_or_text,
        });
      const lines = Array.from({ length: 12 }, (_, id) => `usage_events\t${row(id)}`);
      const whole = `{"libra":1,"schemaAt":5}\n${lines.join('\n')}\n`;
      const bad = parseDump(`${whole}usage_events\t${row(99, 'no number')}\n`);
      const count = async () =>
        (await connect(database).query('SELECT count(*)::int AS n FROM usage_events'))[0]?.n;
      await expect(restoreRows(database, bad)).rejects.toThrow();
      expect(await count()).toBe(0);
      await restoreRows(database, parseDump(whole));
      expect(await count()).toBe(12);
    });
  });

  it.each([
    ['', 'no backup of Libra'],
    ['{"libra":2}\n', 'no backup of Libra'],
    ['{"libra":1,"schemaAt":5}\nmessages\t{"id":1}', 'cut off'],
    ['{"libra":1,"schemaAt":5}\nmessages {"id":1}\n', 'damaged'],
  ])('is not what this is: %j', (text, why) => expect(() => parseDump(text)).toThrow(why));
});

describe('a restore', () => {
  /** The migrations of a later checkout. */
  let later: string;
  let dump: ReturnType<typeof parseDump>;
  beforeAll(async () => {
    later = mkdtempSync(join(tmpdir(), 'libra-migrations-'));
    cpSync(join(PROJECT_ROOT, 'migrations'), later, { recursive: true });
    writeFileSync(
      join(later, '9001_more.sql'),
      `ALTER TABLE api_keys ADD COLUMN more int NOT NULL DEFAULT 7;--> statement-breakpoint
       UPDATE api_keys SET more = 8 WHERE name = 'other';--> statement-breakpoint
       ALTER TABLE guild_settings DROP COLUMN settings;`,
    );
    const file = join(later, 'meta', '_journal.json');
    const journal = JSON.parse(readFileSync(file, 'utf8')) as { entries: { idx: number; when: number }[] };
    const last = journal.entries.at(-1);
    const entry = { ...last, idx: (last?.idx ?? 0) + 1, when: (last?.when ?? 0) + 1_000, tag: '9001_more' };
    writeFileSync(file, JSON.stringify({ ...journal, entries: [...journal.entries, entry] }));
    dump = await withDatabase(async (database) => {
      for (const statement of SEED) await connect(database).query(statement);
      return parseDump((await dumpDatabase(database, last?.when ?? 0)).text);
    });
  });
  afterAll(() => rmSync(later, { recursive: true }));

  it('runs the migrations that came after the backup over its rows', () =>
    withEmptyDatabase(async (database) => {
      await restore(database, dump, later);
      const rows = await connect(database).query('SELECT name, more FROM api_keys ORDER BY id');
      expect(rows.map(({ more }) => more)).toEqual([7, 8]);
      expect((await readSchemaState(database, later)).pending).toEqual([]);
    }));

  it('changes nothing of a database that holds rows, its schema neither', () =>
    withDatabase(async (database) => {
      await connect(database).query(SEED[0] ?? '');
      await expect(restore(database, dump, later)).rejects.toThrow('api_keys of that database is not empty');
      expect((await readSchemaState(database, later)).pending).toHaveLength(1);
    }));

  it('is refused where the schema is newer than the backup, or the backup newer than the checkout', () =>
    withEmptyDatabase(async (database) => {
      await migrate(database, { folder: later });
      await expect(restore(database, dump, later)).rejects.toThrow('newer schema than the backup');
      const future = { ...dump, schemaAt: dump.schemaAt + 10_000 };
      await expect(restore(database, future, later)).rejects.toThrow('than this checkout has');
    }));

  it('begins anew after an interruption, and nothing else works on half of a backup', () =>
    withDatabase(async (database) => {
      const sql = connect(database);
      await sql.query(`CREATE TABLE ${RESTORE_MARK} ()`);
      await sql.query(SEED[0] ?? '');
      await expect(migrate(database)).rejects.toThrow('run npm run restore again');
      expect(lookAtSchema(await readSchemaState(database), true).problem).toContain('was interrupted');
      await restore(database, dump);
      expect((await readSchemaState(database)).isHalfRestored).toBe(false);
      expect((await dumpDatabase(database, dump.schemaAt)).counts).toMatchObject({ api_keys: 2 });
      expect(await migrate(database)).toBe(0);
    }));
});
