import { describe, expect, it } from 'vitest';
import { startNeonStandIn } from '../neon/server.ts';
import { connect, type Database, migrate } from '../stack/migrate.ts';
import { dumpDatabase, parseDump, restoreDatabase } from './dump.ts';

async function withDatabase<T>(use: (database: Database) => Promise<T>): Promise<T> {
  const front = await startNeonStandIn({});
  try {
    const database = { url: front.databaseUrl, fetchEndpoint: front.httpUrl };
    await migrate(database);
    return await use(database);
  } finally {
    await front.close();
  }
}

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
      expect(await restoreDatabase(database, parseDump(before.text))).toEqual(before.counts);
      const dump = await dumpDatabase(database, 5);
      await connect(database).query(
        `INSERT INTO api_keys (key_hash, name, calls_per_min) VALUES ('h3', 'new', 1)`,
      );
      await expect(restoreDatabase(database, parseDump(before.text))).rejects.toThrow('is not empty');
      return dump;
    });
    expect(after.text).toBe(before.text);
  });

  it('leaves nothing behind where a row does not fit', async () => {
    await withDatabase(async (database) => {
      const bad = parseDump(
        '{"libra":1,"schemaAt":5}\napi_keys\t{"id":1,"key_hash":"a","name":"a","calls_per_min":1}\nmessages\t{"id":1}\n',
      );
      await expect(restoreDatabase(database, bad)).rejects.toThrow();
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
      await expect(restoreDatabase(database, bad)).rejects.toThrow();
      expect(await count()).toBe(0);
      await restoreDatabase(database, parseDump(whole));
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
