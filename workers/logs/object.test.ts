/** The log's object with SQLite beneath it, and a webhook that counts. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Alert, LogEntry, Look } from '../../shared/contract/logs.ts';
import { createSqlContext } from '../../tests/sql-object.ts';

vi.mock('cloudflare:workers', () => import('../../tests/durable-object.ts'));
const { LogStore } = await import('./object.ts');
const { default: logs } = await import('./index.ts');

const MINUTE_MS = 60_000;
const START = Date.UTC(2026, 10, 29, 12);
const WEBHOOK = 'https://discord.com/api/webhooks/1/token';

let told: string[];
let answer: () => Response;
/** What any of its objects has to be given; the platform's class is replaced. */
const openStore = (context = createSqlContext()) =>
  new LogStore(context as never, { ALERT_WEBHOOK_URL: WEBHOOK } as never);

beforeEach(() => {
  vi.useFakeTimers({ now: START, toFake: ['Date'] });
  vi.spyOn(console, 'log').mockImplementation(() => undefined);
  told = [];
  answer = () => new Response(null, { status: 204 });
  vi.stubGlobal('fetch', async (_: string, init: { body: string }) => {
    const { content, allowed_mentions: mentions } = JSON.parse(init.body);
    expect(mentions).toEqual({ parse: [] });
    const response = answer();
    if (response.ok) told.push(content);
    return response;
  });
});
afterEach(() => vi.useRealTimers());

const pass = (ms: number) => vi.setSystemTime(Date.now() + ms);
const look = (kinds: Look['known'], ...alerts: Alert[]): Look => ({ known: kinds, alerts });
const entry = (event: string, level: string, fields: LogEntry['fields']): LogEntry => ({
  ...{ event, level, fields, worker: 'llm', traceId: null },
  time: new Date().toISOString(),
});
const tail = (store: InstanceType<typeof LogStore>, ...entries: LogEntry[]) =>
  logs.tail(
    [
      {
        logs: entries.map(({ fields, ...line }) => ({ message: [JSON.stringify({ ...line, ...fields })] })),
      },
    ] as never,
    { LOG_STORE: { getByName: () => store as never } },
  );

describe('an incident', () => {
  const BUDGET = { kind: 'budget', subject: '2026-11-29 money' } as const;
  const CLEANING = { kind: 'cleaning', subject: 'nightly' } as const;
  const CIRCUIT = { kind: 'circuit', subject: 'api.example/m' } as const;

  it.each([BUDGET, CLEANING, CIRCUIT])('of $kind is told once, and once when it is over', async (alert) => {
    const store = openStore();
    for (let minute = 0; minute < 24 * 60; minute += 5) {
      await store.look(look([alert.kind], alert));
      pass(5 * MINUTE_MS);
    }
    expect(told).toHaveLength(1);
    expect(told[0]).toContain(alert.subject);
    for (let times = 0; times < 3; times += 1) await store.look(look([alert.kind]));
    expect(told).toHaveLength(2);
    expect(told[1]).toMatch(/^✅ \*\*Over\*\*/);
    expect((await store.alerts()).raised).toMatchObject([{ ...alert, isDelivered: true }]);
    expect((await store.alerts()).raised[0]?.endedAt).not.toBeNull();
  });

  it('is told anew when it comes back', async () => {
    const store = openStore();
    await store.look(look(['budget'], BUDGET));
    pass(10 * MINUTE_MS);
    await store.look(look(['budget']));
    await store.look(look(['budget'], BUDGET));
    expect(told.map((text) => text.startsWith('✅'))).toEqual([false, true, false]);
  });

  it('is not over because its kind could not be looked at', async () => {
    const store = openStore();
    await store.look(look(['budget'], BUDGET));
    pass(60 * MINUTE_MS);
    await store.look(look(['circuit']));
    expect(told).toHaveLength(1);
  });

  it('of a circuit that swings is one', async () => {
    const store = openStore();
    const opened = () => tail(store, entry('circuit.opened', 'warn', { target: 'api.example/m' }));
    for (let times = 0; times < 20; times += 1) {
      await opened();
      pass(MINUTE_MS);
      await store.look(look(['circuit']));
    }
    expect(told).toHaveLength(1);
  });

  it('of a provider’s account is told by its line, once, and over when the model has answered again', async () => {
    const store = openStore();
    const failed = entry('provider.failed', 'error', { target: 'api.example/m', status: 401 });
    await tail(store, failed, failed, failed);
    await tail(store, failed);
    expect(told).toHaveLength(1);
    expect(told[0]).toContain('api.example/m 401');
    pass(10 * MINUTE_MS);
    await tail(store, entry('provider.finished', 'info', { target: 'api.example/other' }));
    expect(told).toHaveLength(1);
    await tail(store, entry('provider.finished', 'info', { target: 'api.example/m' }));
    expect(told.at(-1)).toMatch(/^✅/);
    expect(told).toHaveLength(2);
  });

  it('of a failure that mends by itself is none', async () => {
    const store = openStore();
    await tail(store, entry('provider.failed', 'warn', { target: 'api.example/m', status: 503 }));
    expect(told).toEqual([]);
  });

  it('that the webhook did not take is told later, and its end only where its beginning was', async () => {
    const store = openStore();
    answer = () => new Response(null, { status: 500 });
    await store.look(look(['budget'], BUDGET));
    await store.look(look(['cleaning'], CLEANING));
    pass(5 * MINUTE_MS);
    await store.look(look(['cleaning']));
    answer = () => new Response(null, { status: 204 });
    await store.look(look(['budget'], BUDGET));
    await store.look(look(['budget'], BUDGET));
    expect(told).toHaveLength(1);
    expect(told[0]).toContain(BUDGET.subject);
  });

  it('outlives the object, and what was told before there were ends is over', async () => {
    const context = createSqlContext();
    context.storage.sql.exec(
      'create table alerts (id integer primary key autoincrement, at integer not null, kind text not null, subject text not null, is_delivered integer not null default 0)',
    );
    context.storage.sql.exec(
      `insert into alerts (at, kind, subject, is_delivered) values (${START}, 'circuit', 'old', 1)`,
    );
    await openStore(context).look(look(['circuit'], CIRCUIT));
    pass(10 * MINUTE_MS);
    await openStore(context).look(look(['circuit'], CIRCUIT));
    expect(told).toHaveLength(1);
    expect(
      (await openStore(context).alerts()).raised.map(({ subject, endedAt }) => [subject, endedAt === null]),
    ).toEqual([
      ['api.example/m', true],
      ['old', false],
    ]);
  });

  it('is a test each time it is wanted', async () => {
    const store = openStore();
    const test = { kind: 'test', subject: 'kim' } as const;
    expect([await store.raise(test), await store.raise(test)]).toEqual(['delivered', 'delivered']);
    pass(10 * MINUTE_MS);
    await store.look(look(['budget', 'circuit', 'cleaning']));
    expect(told).toHaveLength(2);
  });
});

describe('the lines', () => {
  it('that are new are given in their order, and none twice', async () => {
    const store = openStore();
    await store.add([entry('a.old', 'info', {})]);
    let { last, lines } = await store.after(null, 'all');
    expect(lines).toEqual([]);
    await store.add([entry('a.one', 'info', {}), entry('a.two', 'error', {})]);
    ({ last, lines } = await store.after(last, 'all'));
    expect(lines.map(({ event }) => event)).toEqual(['a.one', 'a.two']);
    expect((await store.after(last, 'all')).lines).toEqual([]);
    await store.add([entry('a.three', 'info', {}), entry('a.four', 'warn', {})]);
    expect((await store.after(last, 'warn')).lines.map(({ event }) => event)).toEqual(['a.four']);
  });
});
