import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { neon, neonConfig } from '@neondatabase/serverless';
import { eq, sql as fragment, l2Distance } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/neon-http';
import {
  bigint,
  boolean,
  integer,
  jsonb,
  numeric,
  pgTable,
  serial,
  text,
  timestamp,
  uuid,
  vector,
} from 'drizzle-orm/pg-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type NeonStandIn, startNeonStandIn } from './server.ts';

const postgresUrl = process.env.TEST_DATABASE_URL;
const backends = [
  { name: 'PGlite', options: {} },
  ...(postgresUrl === undefined ? [] : [{ name: 'PostgreSQL', options: { postgresUrl } }]),
];

const notes = pgTable('stand_in_notes', {
  id: serial().primaryKey(),
  title: text().notNull().unique(),
  body: jsonb().$type<{ tags: string[] }>(),
  size: bigint({ mode: 'bigint' }),
  price: numeric(),
  done: boolean().default(false).notNull(),
  labels: text().array(),
  owner: uuid(),
  at: timestamp({ withTimezone: true }),
  stars: integer(),
});

describe.each(backends)('the Neon stand-in over $name', ({ options }) => {
  let standIn: NeonStandIn;
  let sql: ReturnType<typeof neon<false, true>>;

  beforeAll(async () => {
    standIn = await startNeonStandIn(options);
    neonConfig.fetchEndpoint = standIn.httpUrl;
    sql = neon(standIn.databaseUrl, { fullResults: true });
    await sql`DROP TABLE IF EXISTS stand_in_notes`;
    await sql`CREATE TABLE stand_in_notes (
      id serial PRIMARY KEY, title text NOT NULL UNIQUE, body jsonb, size bigint, price numeric,
      done boolean NOT NULL DEFAULT false, labels text[], owner uuid, at timestamptz,
      stars integer CHECK (stars <= 5))`;
  });
  afterAll(async () => {
    await standIn.query('DROP TABLE IF EXISTS stand_in_notes');
    await standIn.close();
  });
  afterEach(async () => {
    standIn.setFaults({});
    await standIn.query('TRUNCATE stand_in_notes RESTART IDENTITY');
  });

  describe('spoken to by neon()', () => {
    it('gives values with the types that PostgreSQL gives them', async () => {
      const { rows, fields, rowCount, command } = await sql`SELECT
        1 AS int, 9007199254740993::int8 AS big, 1.50::numeric AS exact, 0.5::float8 AS float, true AS yes,
        '안녕 🎉'::text AS text, NULL AS nothing, '{"a":[1]}'::jsonb AS json, '{1,2}'::int[] AS list,
        '\\x00ff'::bytea AS bytes, '2026-01-02T03:04:05Z'::timestamptz AS time`;
      const [row = {}] = rows;
      // drizzle changes the driver's parser for times, for everybody.
      expect([{ ...row, time: new Date(String(row.time)) }]).toEqual([
        {
          int: 1,
          big: '9007199254740993',
          exact: '1.50',
          float: 0.5,
          yes: true,
          text: '안녕 🎉',
          nothing: null,
          json: { a: [1] },
          list: [1, 2],
          bytes: Buffer.from([0, 255]),
          time: new Date('2026-01-02T03:04:05Z'),
        },
      ]);
      expect(fields[0]).toMatchObject({ name: 'int', dataTypeID: 23, dataTypeSize: 4, format: 'text' });
      expect([command, rowCount]).toEqual(['SELECT', 1]);
    });

    it('takes parameters of every kind', async () => {
      const { rows } =
        await sql`SELECT ${'it\'s "한글"'}::text AS text, ${42}::int AS int, ${true}::bool AS yes,
        ${null}::text AS nothing, ${JSON.stringify({ a: 1 })}::jsonb AS json, ${['x,y', 'z"', null]}::text[] AS list,
        ${Buffer.from([1, 2])}::bytea AS bytes`;
      expect(rows[0]).toEqual({
        text: 'it\'s "한글"',
        int: 42,
        yes: true,
        nothing: null,
        json: { a: 1 },
        list: ['x,y', 'z"', null],
        bytes: Buffer.from([1, 2]),
      });
    });

    it('reports what a statement changed', async () => {
      const inserted = await sql`INSERT INTO stand_in_notes (title) VALUES ('a'), ('b')`;
      expect([inserted.command, inserted.rowCount, inserted.rows]).toEqual(['INSERT', 2, []]);
      const deleted = await sql`DELETE FROM stand_in_notes RETURNING title`;
      expect([deleted.command, deleted.rowCount]).toEqual(['DELETE', 2]);
      expect((await sql`SELECT * FROM stand_in_notes`).rowCount).toBe(0);
    });

    it('carries a large value both ways', async () => {
      const large = '가나다'.repeat(300_000);
      const { rows } = await sql`SELECT ${large}::text AS large, length(${large}) AS length`;
      expect(rows[0]?.length).toBe(900_000);
      expect(rows[0]?.large === large).toBe(true);
    });

    it('raises an SQL error with its code, detail and constraint', async () => {
      await sql`INSERT INTO stand_in_notes (title) VALUES ('once')`;
      await expect(sql`INSERT INTO stand_in_notes (title) VALUES ('once')`).rejects.toMatchObject({
        name: 'NeonDbError',
        severity: 'ERROR',
        code: '23505',
        detail: 'Key (title)=(once) already exists.',
        constraint: 'stand_in_notes_title_key',
        table: 'stand_in_notes',
      });
      await expect(sql`SELEC 1`).rejects.toMatchObject({ code: '42601', position: '1' });
      await expect(sql.query('SELECT 1; SELECT 2')).rejects.toMatchObject({ code: '42601' });
      expect((await sql`SELECT 1 AS still`).rows).toEqual([{ still: 1 }]);
    });

    it('runs a batch as one transaction', async () => {
      const results = await sql.transaction([
        sql`INSERT INTO stand_in_notes (title) VALUES ('a')`,
        sql`SELECT count(*)::int AS count FROM stand_in_notes`,
      ]);
      expect(results[1]?.rows).toEqual([{ count: 1 }]);
      const failing = sql.transaction([
        sql`INSERT INTO stand_in_notes (title) VALUES ('b')`,
        sql`INSERT INTO stand_in_notes (title, stars) VALUES ('c', 6)`,
      ]);
      await expect(failing).rejects.toMatchObject({ code: '23514' });
      expect((await sql`SELECT title FROM stand_in_notes`).rows).toEqual([{ title: 'a' }]);
    });

    it('obeys the isolation level, read-only and deferrable', async () => {
      const show = () => [
        sql`SHOW transaction_isolation`,
        sql`SHOW transaction_read_only`,
        sql`SHOW transaction_deferrable`,
      ];
      const plain = await sql.transaction(show());
      const strict = await sql.transaction(show(), {
        isolationLevel: 'Serializable',
        readOnly: true,
        deferrable: true,
      });
      const values = (results: typeof plain) => results.flatMap(({ rows }) => Object.values(rows[0] ?? {}));
      expect(values(plain)).toEqual(['read committed', 'off', 'off']);
      expect(values(strict)).toEqual(['serializable', 'on', 'on']);
      const writing = sql.transaction([sql`INSERT INTO stand_in_notes (title) VALUES ('x')`], {
        readOnly: true,
      });
      await expect(writing).rejects.toMatchObject({ code: '25006' });
    });

    it('keeps requests that come at once apart', async () => {
      const batches = Array.from({ length: 10 }, (_, index) =>
        sql.transaction([
          sql`INSERT INTO stand_in_notes (title) VALUES (${`t${index}`})`,
          sql`SELECT current_setting('transaction_isolation') AS level`,
          index % 2 === 0 ? sql`SELECT 1` : sql`SELECT 1 / 0`,
        ]),
      );
      const outcomes = await Promise.allSettled(batches);
      expect(outcomes.map(({ status }) => status)).toEqual(
        outcomes.map((_, index) => (index % 2 === 0 ? 'fulfilled' : 'rejected')),
      );
      expect((await sql`SELECT count(*)::int AS count FROM stand_in_notes`).rows).toEqual([{ count: 5 }]);
    });

    it('ends a transaction that a request left open', async () => {
      await sql`BEGIN`;
      await sql`INSERT INTO stand_in_notes (title) VALUES ('kept')`;
      await sql`ROLLBACK`;
      expect((await sql`SELECT title FROM stand_in_notes`).rows).toEqual([{ title: 'kept' }]);
    });

    it.each([
      ['password', { password: 'wrong' }, '28P01'],
      ['user', { username: 'wrong' }, '28P01'],
      ['database', { pathname: '/wrong' }, '3D000'],
    ])('refuses a connection string with another %s', async (_name, change, code) => {
      const url = Object.assign(new URL(standIn.databaseUrl), change);
      await expect(neon(url.href)`SELECT 1`).rejects.toMatchObject({ code, severity: 'FATAL' });
    });
  });

  describe('spoken to by drizzle neon-http', () => {
    it('writes and reads a row of every type', async () => {
      const db = drizzle(neon(standIn.databaseUrl));
      const row = {
        title: '제목',
        body: { tags: ['가', 'b'] },
        size: 9007199254740993n,
        price: '0.10',
        labels: ['x', 'y,z'],
        owner: '0b0e1c4e-6a56-4c8b-9d5e-2f1a3b4c5d6e',
        at: new Date('2026-11-23T00:00:00.123Z'),
        stars: 3,
      };
      const [inserted] = await db.insert(notes).values(row).returning();
      expect(inserted).toEqual({ id: 1, done: false, ...row });
      expect(await db.select().from(notes).where(eq(notes.size, row.size))).toEqual([inserted]);
    });

    it('runs batch() as one transaction and rolls it back as a whole', async () => {
      const db = drizzle(neon(standIn.databaseUrl));
      const [, found] = await db.batch([
        db.insert(notes).values({ title: 'one' }),
        db.select({ count: fragment<number>`count(*)::int` }).from(notes),
      ]);
      expect(found).toEqual([{ count: 1 }]);
      await expect(
        db.batch([db.insert(notes).values({ title: 'two' }), db.insert(notes).values({ title: 'one' })]),
      ).rejects.toMatchObject({ code: '23505' });
      expect(await db.$count(notes)).toBe(1);
    });
  });

  describe('spoken to by hand', () => {
    const post = (body: string, headers: Record<string, string> = {}) =>
      fetch(standIn.httpUrl, {
        method: 'POST',
        body,
        headers: { 'neon-connection-string': standIn.databaseUrl, ...headers },
      });

    it('gives rows as objects when arrays were not asked for, and turns JSON parameters', async () => {
      const answer = await post(
        JSON.stringify({
          query: 'SELECT $1::int AS a, $2::text[] AS b, $3::jsonb AS c',
          params: [1, ['x'], {}],
        }),
      );
      expect(await answer.json()).toMatchObject({
        rowAsArray: false,
        rows: [{ a: '1', b: '{x}', c: '{}' }],
      });
    });

    it.each([
      ['not JSON', 'SELECT 1', {}],
      ['no query', '{}', {}],
      ['a hole in a batch', '{"queries":[{"query":"SELECT 1"},{}]}', {}],
      ['an unknown isolation level', '{"queries":[]}', { 'neon-batch-isolation-level': 'Chaos' }],
    ])('answers 400 to %s', async (_name, body, headers) => {
      const answer = await post(body, headers);
      expect(answer.status).toBe(400);
      expect(await answer.json()).toEqual({ message: expect.any(String), code: null });
    });

    it('answers 404 elsewhere, 405 to GET, 413 over the limit', async () => {
      expect((await fetch(new URL('/nothing', standIn.httpUrl))).status).toBe(404);
      expect((await fetch(standIn.httpUrl)).status).toBe(405);
      expect((await post('x'.repeat(10 * 1024 * 1024 + 1))).status).toBe(413);
    });
  });

  describe('with faults switched on', () => {
    it('resets connections while it is down, and works again after', async () => {
      standIn.setFaults({ down: true });
      await expect(sql`SELECT 1`).rejects.toThrow('Error connecting to database');
      standIn.setFaults({});
      // The client may still hold a connection that it has not yet seen reset.
      await expect
        .poll(() => sql`SELECT 1 AS one`.then(({ rows }) => rows).catch(() => 'down'))
        .toEqual([{ one: 1 }]);
    });

    it('answers a status, then garbage, then well again', async () => {
      const before = standIn.requests();
      standIn.setFaults({ status: 500, count: 1 });
      await expect(sql`SELECT 1`).rejects.toThrow('Server error (HTTP status 500)');
      standIn.setFaults({ garbage: true, count: 1 });
      await expect(sql`SELECT 1`).rejects.toThrow(SyntaxError);
      expect((await sql`SELECT 1 AS one`).rows).toEqual([{ one: 1 }]);
      expect(standIn.requests() - before).toBe(3);
    });

    it('never answers while it hangs', async () => {
      standIn.setFaults({ hang: true });
      const before = standIn.requests();
      const leave = new AbortController();
      // A query is sent when it is first awaited.
      const pending = Promise.resolve(sql.query('SELECT 1', [], { fetchOptions: { signal: leave.signal } }));
      const refused = expect(pending).rejects.toThrow('abort');
      await expect.poll(() => standIn.requests()).toBe(before + 1);
      leave.abort();
      await refused;
    });
  });

  it('answers the development tools past its faults', async () => {
    standIn.setFaults({ down: true });
    expect(await standIn.query('SELECT $1::int + 1 AS two, now() > $2 AS later', [1, '2020-01-01'])).toEqual([
      { two: 2, later: true },
    ]);
    await expect(standIn.query('SELECT nothing')).rejects.toThrow('column "nothing" does not exist');
  });
});

describe('PGlite', () => {
  it('has pgvector', async () => {
    const places = pgTable('places', { id: serial().primaryKey(), at: vector({ dimensions: 3 }) });
    const standIn = await startNeonStandIn();
    neonConfig.fetchEndpoint = standIn.httpUrl;
    await standIn.query('CREATE EXTENSION vector');
    await standIn.query('CREATE TABLE places (id serial PRIMARY KEY, at vector(3))');
    const db = drizzle(neon(standIn.databaseUrl));
    await db.insert(places).values([{ at: [1, 2, 3] }, { at: [0.5, 1, -2] }]);
    const nearest = await db
      .select()
      .from(places)
      .orderBy(l2Distance(places.at, [0, 1, -2]))
      .limit(1);
    expect(nearest).toEqual([{ id: 2, at: [0.5, 1, -2] }]);
    await standIn.close();
  });
});

describe('starting', () => {
  it('keeps its folder over a restart, and for itself', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'libra-neon-'));
    try {
      const first = await startNeonStandIn({ dataDir });
      await first.query('CREATE TABLE kept (value text)');
      await first.query('INSERT INTO kept VALUES ($1)', ['값']);
      await expect(startNeonStandIn({ dataDir })).rejects.toThrow('already in use');
      await first.close();
      const second = await startNeonStandIn({ dataDir });
      expect(await second.query('SELECT value FROM kept')).toEqual([{ value: '값' }]);
      await second.close();
    } finally {
      await rm(dataDir, { recursive: true });
    }
  });

  it('says which folder holds no database any more, and how to begin anew', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'libra-neon-'));
    try {
      await (await startNeonStandIn({ dataDir })).close();
      await writeFile(join(dataDir, 'pglite', 'PG_VERSION'), '17\n');
      const standIn = await startNeonStandIn({ dataDir }).catch((error: Error) => error.message);
      expect(standIn).toMatch(new RegExp(`^The database in ${dataDir}.* --fresh `));
    } finally {
      await rm(dataDir, { recursive: true });
    }
  });

  it('begins with what was kept as the template, unless that is not whole any more', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'libra-template-'));
    const template = { name: 'filled', folder };
    const isFilled = `SELECT to_regclass('kept') IS NOT NULL AS filled`;
    const begin = async (fill: boolean) => {
      await using stack = new AsyncDisposableStack();
      const standIn = await startNeonStandIn({ template });
      stack.defer(standIn.close);
      const [row] = await standIn.query(isFilled);
      if (fill) await standIn.query('CREATE TABLE kept (value text)');
      if (fill) await standIn.keepAsTemplate();
      return row?.filled;
    };
    try {
      expect(await begin(true)).toBe(false);
      expect(await begin(false)).toBe(true);
      const dataDir = join(folder, 'data');
      const onDisk = await startNeonStandIn({ template, dataDir });
      expect(await onDisk.query(isFilled)).toEqual([{ filled: true }]);
      await onDisk.close();
      const file = (await readdir(folder)).find((name) => name.endsWith('-filled.tar.zst')) ?? '';
      await truncate(join(folder, file), 1_000_000);
      expect(await begin(true)).toBe(false);
      expect(await begin(false)).toBe(true);
      const bytes = await readFile(join(folder, file));
      bytes[bytes.length >> 1] = ~(bytes[bytes.length >> 1] ?? 0);
      await writeFile(join(folder, file), bytes);
      expect(await begin(false)).toBe(false);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('says so when the port is taken', async () => {
    const first = await startNeonStandIn();
    const port = Number(new URL(first.httpUrl).port);
    await expect(startNeonStandIn({ port })).rejects.toThrow(`port ${port} is already in use`);
    await first.close();
    await first.close();
  });

  it('says so when the PostgreSQL server is malformed or cannot be reached', async () => {
    await expect(startNeonStandIn({ postgresUrl: 'mysql://u:p@h/d' })).rejects.toThrow('must look like');
    await expect(startNeonStandIn({ postgresUrl: 'postgres://u:p@127.0.0.1:1/d' })).rejects.toThrow(
      'ECONNREFUSED',
    );
  });
});
