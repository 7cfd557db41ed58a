import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import {
  findPostgres,
  startTemporaryPostgres,
  type TemporaryPostgres,
} from '../../dev/neon/temporary-postgres.ts';
import { signCall } from '../../dev/sign/signed-call.ts';
import { PROJECT_ROOT } from '../../dev/stack/build.ts';
import { migrate } from '../../dev/stack/migrate.ts';
import type { Caller } from '../../shared/contract/caller.ts';
import { FORGET_PATH, type ForgetRequest } from '../../shared/contract/conversations.ts';
import {
  PRIVACY_ERASE_PATH,
  PRIVACY_EXPORT_PATH,
  PRIVACY_SUMMARY_PATH,
} from '../../shared/contract/privacy.ts';
import { RESET_PATH, STATUS_PATH } from '../../shared/contract/routes.ts';
import { ask, send, signFor, somebody } from '../signed-calls.ts';
import { startTestStack, type TestStack } from '../use-stack.ts';

/** Everything that memory promises, on a plain PostgreSQL as a distribution ships it, behind Neon's HTTP form. */
const binaries = findPostgres();

const none = binaries === undefined ? ' (skipped: no PostgreSQL on this machine)' : '';

describe.skipIf(binaries === undefined)(`on a plain PostgreSQL${none}`, () => {
  let postgres: TemporaryPostgres;
  let stack: TestStack;

  beforeAll(async () => {
    postgres = await startTemporaryPostgres(binaries ?? '');
    stack = await startTestStack({
      bundles: inject('bundles'),
      settings: { database: { kind: 'postgres', url: postgres.url }, overrides: {} },
      vars: { bff: { ANSWER_CACHE_SEC: '0' } },
    });
  });
  afterAll(async () => {
    await stack?.close();
    await postgres?.close();
  });

  const query = (sql: string, ...params: string[]) => {
    const { neon } = stack.standIns;
    if (neon === null) throw new Error('the HTTP front is missing');
    return neon.query(sql, params);
  };
  const stored = async (caller: Caller) =>
    Number(
      (
        await query(
          'SELECT count(*) FROM messages m JOIN conversations c ON c.id = m.conversation_id WHERE c.user_id = $1',
          caller.user_id,
        )
      )[0]?.count,
    );
  const post = async (path: string, caller: Caller) =>
    JSON.parse((await send(await signFor(stack, path, caller))).text) as Record<string, unknown>;

  const calls = async (caller: Caller) =>
    (await query('SELECT 1 FROM usage_events WHERE user_id = $1', caller.user_id)).length;
  const forget = async (caller: Caller, request: string) =>
    send(
      await signCall({
        secret: stack.keys.sharedSecret,
        signer: 'bot',
        url: `${stack.urls.bff}${FORGET_PATH}`,
        body: JSON.stringify({ libra: { caller }, request } satisfies ForgetRequest),
      }),
    );

  it('the stack says so, and the migrations are applied once', async () => {
    const version = /[\d.]+/.exec(postgres.version)?.[0] ?? '?';
    expect(stack.reports.map(({ what }) => what).join()).toContain(`PostgreSQL ${version}`);
    expect(await migrate(stack.database)).toBe(0);
  });

  it('pgvector can be switched on, and finds the nearest', async (test) => {
    const [extension] = await query(`SELECT * FROM pg_available_extensions WHERE name = 'vector'`);
    if (extension === undefined) return test.skip('this PostgreSQL has no pgvector');
    await query('CREATE EXTENSION IF NOT EXISTS vector');
    const nearest = await query(
      `SELECT at FROM (VALUES ('[1,2,3]'::vector), ('[0.5,1,-2]')) places(at) ORDER BY at <-> $1::vector LIMIT 1`,
      '[0,1,-2]',
    );
    expect(nearest).toEqual([{ at: '[0.5,1,-2]' }]);
  });

  it('a conversation is remembered, reset, shown, handed over and erased', async () => {
    const caller = somebody();
    await ask(stack, caller, '내 별은 시리우스야', { key: 'once' });
    await expect.poll(() => stored(caller)).toBe(2);
    expect((await ask(stack, caller, '내 별은 뭐야?')).content).toContain('시리우스');
    await expect.poll(() => stored(caller)).toBe(4);
    await ask(stack, caller, '내 별은 시리우스야', { key: 'once' });
    expect(await stored(caller)).toBe(4);

    expect(await post(PRIVACY_SUMMARY_PATH, caller)).toMatchObject({
      conversations: 1,
      messages: 4,
      usage_events: 2,
    });
    expect(JSON.stringify(await post(PRIVACY_EXPORT_PATH, caller))).toContain('시리우스');
    expect(await post(STATUS_PATH, caller)).toMatchObject({ today: { calls: 2 } });
    expect(await post(RESET_PATH, caller)).toEqual({ forgotten_messages: 4 });
    expect((await ask(stack, caller, '내 별은 뭐야?')).content).not.toContain('시리우스');
    await expect.poll(() => stored(caller)).toBe(6);
    expect(await post(PRIVACY_ERASE_PATH, caller)).toEqual({
      erased_conversations: 2,
      erased_messages: 6,
      interactions: [],
      readings: [],
      answers_kept: false,
    });
    expect(await stored(caller)).toBe(0);
  });

  it('of two questions at the same moment one is told of the other, in one conversation', async () => {
    const { openai } = stack.standIns;
    const caller = somebody();
    for (let before = 0; before < 12; before += 4) {
      openai?.forgetRequests();
      await Promise.all(['하나', '둘'].map((word) => ask(stack, caller, `따라 해: ${word} ${before}`)));
      const prompts = openai?.requests().map(({ body }) => (body as { messages: unknown[] }).messages.length);
      // Instructions and question; the second also has the first one and the note.
      expect(prompts?.sort((a, b) => a - b)).toEqual([before + 2, before + 4]);
      await expect.poll(() => stored(caller)).toBe(before + 4);
    }
    expect(await post(PRIVACY_SUMMARY_PATH, caller)).toMatchObject({ conversations: 1, messages: 12 });
  });

  it('an answer is forgotten, however close to its end that is', async () => {
    const { openai } = stack.standIns;
    for (let round = 0; round < 12; round += 1) {
      const caller = somebody();
      const isLater = round % 2 === 1;
      if (isLater) {
        await ask(stack, caller, '먼저');
        await expect.poll(() => stored(caller)).toBe(2);
      }
      openai?.setFaults({ delay: { ms: 40 } });
      const answering = ask(stack, caller, '따라 해: 하나', { key: '11' });
      await new Promise((resolve) => setTimeout(resolve, 20 + round * 8));
      await forget(caller, '11');
      await answering;
      openai?.setFaults({});
      await expect.poll(() => calls(caller)).toBe(isLater ? 2 : 1);
      // The answer is stored, or its question taken back, after its last byte.
      await expect.poll(() => stored(caller)).toBe(isLater ? 2 : 0);
    }
  });

  it('a first question is erased whole or remembered whole, however close to it the erasure is', async () => {
    const count = async (sql: string, { user_id: userId }: Caller) => (await query(sql, userId)).length;
    for (let round = 0; round < 30; round += 1) {
      const caller = somebody();
      const answering = ask(stack, caller, '따라 해: 하나', { key: '11' });
      await new Promise((resolve) => setTimeout(resolve, round / 2));
      await post(PRIVACY_ERASE_PATH, caller);
      await answering;
      await new Promise((resolve) => setTimeout(resolve, 150));
      const messages = await stored(caller);
      const left = [
        await count('SELECT 1 FROM conversations WHERE user_id = $1', caller),
        await count('SELECT 1 FROM usage_events WHERE user_id = $1', caller),
      ];
      expect([messages, ...left]).toEqual(messages === 0 ? [0, 0, 0] : [2, 1, 1]);
    }
  });

  it('what is too old goes by the cron trigger', async () => {
    const caller = somebody();
    await ask(stack, caller, '오래된 이야기');
    await expect.poll(() => stored(caller)).toBe(2);
    await query(`UPDATE messages SET created_at = now() - interval '31 days'`);
    const bff = await stack.workers.miniflare.getWorker('libra-bff');
    await bff.scheduled({ cron: '17 3 * * *' });
    await expect.poll(() => stored(caller)).toBe(0);
  });

  it('npm run keys makes, lists and revokes API keys', async () => {
    const keys = async (...args: string[]) => {
      const env = { ...process.env, DATABASE_URL: postgres.url };
      const program = join(PROJECT_ROOT, 'dev', 'keys.ts');
      return (await promisify(execFile)(process.execPath, [program, ...args], { env })).stdout.trim();
    };
    const call = (key: string) =>
      send({
        url: `${stack.urls.bff}/v1/chat/completions`,
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        body: JSON.stringify({ messages: [{ role: 'user', content: crypto.randomUUID() }] }),
      });
    const key = await keys('create', 'a client', '--calls-per-min', '7');
    const reply = await call(key);
    expect(reply.status).toBe(200);
    expect(reply.headers.get('x-ratelimit-limit-requests')).toBe('7');
    const list = await keys('list');
    expect(list).toContain('a client');
    expect(list).not.toContain(key);
    const [row] = await query(`SELECT id FROM api_keys WHERE name = 'a client'`);
    expect(await keys('revoke', String(row?.id))).toContain('Revoked');
    // An isolate that has just seen the key believes in it for 30 seconds; a new one does not.
    await stack.workers.reload(inject('bundles'));
    expect((await call(key)).status).toBe(401);
  });

  it('killed during a load and started again: every answer arrives, memory comes back', async () => {
    const people = [somebody(), somebody(), somebody()];
    const during = Promise.all(people.map((caller) => ask(stack, caller, '1부터 20까지 세어줘')));
    await postgres.kill();
    for (const reply of await during) expect(reply.status).toBe(200);
    const caller = somebody();
    expect((await ask(stack, caller, '내 새는 참새야')).libra.remembered).toBe(false);
    await postgres.restart();
    expect((await ask(stack, caller, '내 새는 참새야')).libra.remembered).toBe(true);
    await expect.poll(() => stored(caller)).toBe(2);
  });
});
