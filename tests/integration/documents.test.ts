import { deflateSync } from 'node:zlib';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { InteractionRecord, InvokeResult } from '../../dev/discord/protocol.ts';
import { writeWorld } from '../../dev/discord/world-client.ts';
import { signCall } from '../../dev/sign/signed-call.ts';
import type { Caller } from '../../shared/contract/caller.ts';
import { utcDay } from '../../shared/contract/cost-limits.ts';
import {
  DOCUMENTS_ADD_PATH,
  DOCUMENTS_PASSAGE_PATH,
  READING_CHUNKS_PATH,
} from '../../shared/contract/documents.ts';
import type { LibraResponse } from '../../shared/contract/libra.ts';
import { createApiKey, hashApiKey } from '../../workers/bff/access/api-key.ts';
import type { KeySettings } from '../../workers/bff/access/key-settings.ts';
import { budgetKey } from '../../workers/bff/store/redis-keys.ts';
import { attach } from '../attach.ts';
import { makeDocx, makePdf, makeZip, withContent } from '../documents.ts';
import { encryptPdf } from '../encrypted-pdf.ts';
import { redis } from '../redis.ts';
import { ask, send, somebody } from '../signed-calls.ts';
import { standInsOf } from '../stand-ins.ts';
import { textOf, useStack } from '../use-stack.ts';

/** Documents, from the form in Discord to an answer with sources, and away again. */
const running = useStack({
  readsDocuments: true,
  vars: {
    bff: {
      ANSWER_CACHE_SEC: '0',
      LLM_CALLS_PER_MIN: '1000',
      LLM_GUILD_CALLS_PER_MIN: '1000',
      LLM_USER_TOKENS_PER_DAY: '0',
      LLM_GUILD_TOKENS_PER_DAY: '0',
    },
    bot: { LLM_CALLS_PER_MIN: '1000', LLM_GUILD_CALLS_PER_MIN: '1000' },
  },
});

const RULES = `# 휴가 규정

## 연차

연차 휴가는 한 해에 열다섯 날이다. 남은 연차는 다음 해 삼월까지 쓸 수 있다.

## 병가

병가는 진단서를 내면 한 해에 예순 날까지 유급이다.
`;

/** Two hundred kilobytes that come to more than an isolate has. */
const BOMB = deflateSync(Buffer.alloc(200_000_000, ' '), { level: 9 });

const file = (filename: string, bytes: Uint8Array | string, type = 'text/markdown') => ({
  filename,
  bytes,
  type,
});
const as = (userId: string) => ({ userId, locale: 'ko' as const });

function standIns() {
  const { openai, neon } = standInsOf(running.stack, 'openai', 'neon');
  return { openai, neon };
}

let guildId = '';
let channelId = '';
beforeAll(() => {
  const channel = running.stack.world.channels.find((each) => each.guildId !== null);
  guildId = channel?.guildId ?? '';
  channelId = channel?.id ?? '';
});
afterEach(() => {
  standIns().openai.setFaults({});
  standIns().neon.setFaults({});
});

/** The interaction whose message tells how far the reading has come. */
async function begin(
  files: readonly ReturnType<typeof file>[],
  { scope = 'server', userId = running.stack.moderator } = {},
): Promise<string> {
  const { stack } = running;
  const opened = await stack.invoke('docs add', {}, as(userId));
  const ids = await Promise.all(files.map((each) => attach(stack, each, userId)));
  const sent = await writeWorld<InvokeResult>(`${stack.urls.page}/dev/modals`, {
    interactionId: opened.interactionId,
    ...as(userId),
    values: { files: ids, scope: [scope] },
  });
  return sent.interactionId;
}

const isRead = ({ messages }: InteractionRecord) =>
  messages.length > 0 && !messages.some(({ content }) => content.includes('⏳') || content === '');

/** What the person who adds them reads at last. */
async function add(...given: Parameters<typeof begin>): Promise<string> {
  return textOf(await running.stack.settled(await begin(...given), isRead));
}

async function use(command: string, options: Record<string, string> = {}): Promise<string> {
  const { stack } = running;
  const { interactionId } = await stack.invoke(command, options, as(stack.moderator));
  return textOf(await stack.settled(interactionId, isRead));
}

async function newKey(settings: KeySettings): Promise<{ secret: string }> {
  const secret = createApiKey();
  await rows(
    `insert into api_keys (key_hash, name, calls_per_min, settings) values ($1, 'a test', 1000, $2::jsonb)`,
    [await hashApiKey(secret), JSON.stringify(settings)],
  );
  return { secret };
}

const passagesOf = (reply: { libra: Record<string, unknown> }) =>
  (reply.libra as LibraResponse).documents?.passages;
const here = (overrides: Partial<Caller> = {}) =>
  somebody({ guild_id: guildId, channel_id: channelId, ...overrides });
const rows = (query: string, values: string[] = []) => standIns().neon.query(query, values);

describe('a document', () => {
  it('is read, answers a question with its source, shows the passage, and is gone once removed', async () => {
    const { stack } = running;
    const told = await add([file('휴가규정.md', RULES)]);
    expect(told).toMatch(/휴가규정\.md.*다 읽었어요/);

    const { interactionId } = await stack.invoke('chat', { prompt: '연차 휴가는 며칠이야?' });
    const answered = await stack.settled(interactionId);
    expect(textOf(answered)).toContain('연차 휴가는 한 해에 열다섯 날이다. [1]');
    expect(textOf(answered)).toMatch(/\[1\] 휴가규정\.md · 휴가 규정 › 연차/);

    const message = answered.messages.at(-1);
    if (message === undefined) throw new Error('there is no answer');
    const value =
      /"value":"([0-9a-f-]{36}\.\d+\.\d+\.\d+)"/.exec(JSON.stringify(message.components))?.[1] ?? '';
    const show = async () => {
      const opened = await stack.press(message, 'passage', stack.member, [value]);
      return stack.settled(opened.interactionId);
    };
    const shown = await show();
    expect(textOf(shown)).toContain('남은 연차는 다음 해 삼월까지');
    expect(shown.messages[0]?.ephemeral).toBe(true);

    expect(await use('docs list')).toContain('휴가규정.md');
    expect(await use('docs show', { name: '휴가규정.md' })).toContain('파일');
    expect(await use('docs remove', { name: '휴가규정.md' })).toContain('지웠어요');
    expect(textOf(await show())).toContain('document_not_found');
    expect(passagesOf(await ask(stack, here(), '연차 휴가는 며칠이야?'))).toBeUndefined();
    expect(await rows('select * from document_terms where chunks > 0')).toEqual([]);
  });

  it('of PDF is cited by its page; the same name replaces it, the same text under another name is refused', async () => {
    const { stack } = running;
    const pages = (days: string) =>
      makePdf(['출장 규정', `출장비는 영수증을 낸 뒤 ${days} 안에 지급한다.`], {});
    await add([file('출장.pdf', pages('두 주'), 'application/pdf')]);
    const reply = await ask(stack, here(), '출장비는 언제 지급해?');
    expect(reply.content).toContain('두 주 안에 지급한다. [1]');
    expect(passagesOf(reply)).toMatchObject([{ name: '출장.pdf', page: 1, last_page: 2 }]);

    expect(await add([file('사본.pdf', pages('두 주'), 'application/pdf')])).toContain('document_duplicate');
    // It is listed, and says why there is nothing to index.
    expect(await use('docs reindex', { name: '사본.pdf' })).toContain('document_duplicate');
    await add([file('출장.pdf', pages('열흘'), 'application/pdf')]);
    expect((await ask(stack, here(), '출장비는 언제 지급해?')).content).toContain('열흘 안에');
    expect(await rows(`select version, state from documents where name = '출장.pdf'`)).toEqual([
      { version: 2, state: 'ready' },
    ]);
    expect(await rows('select distinct version from document_chunks')).toEqual([{ version: 2 }]);
    await use('docs remove', { name: '출장.pdf' });
  });

  it('of Word is read under its headings, without its macros; what cannot be read says why', async () => {
    const { stack } = running;
    const docx = makeDocx(['# 복장', '금요일에는 반바지를 입어도 된다.'], { macros: true });
    const told = await add([
      file('복장.docm', docx, 'application/vnd.ms-word.document.macroEnabled.12'),
      file('잠김.pdf', makePdf(['비밀'], { encrypt: true }), 'application/pdf'),
      file('가짜.docx', makeZip({ 'a.txt': 'x' }), 'application/zip'),
      file('깨짐.docx', makeZip({ 'word/document.xml': '<a' }), 'application/zip'),
    ]);
    expect(told).toMatch(/복장\.docm.*다 읽었어요/);
    expect(told).toMatch(/잠김\.pdf.*document_encrypted/);
    expect(told).toMatch(/가짜\.docx.*document_type/);
    expect(told).toMatch(/깨짐\.docx.*document_unreadable/);
    const bomb = withContent(makePdf(['x']), '/Filter /FlateDecode', BOMB);
    for (const pdf of [bomb, encryptPdf(bomb)]) {
      expect(await add([file('폭탄.pdf', pdf, 'application/pdf')])).toContain('document_unpacks_too_large');
    }
    await add([file('암호화.pdf', encryptPdf(makePdf(['주차장은 지하 이 층에 있다.'])), 'application/pdf')]);
    expect((await ask(stack, here(), '주차장은 어디에 있어?')).content).toContain('지하 이 층에 있다. [1]');
    await use('docs remove', { name: '암호화.pdf' });
    const reply = await ask(stack, here(), '금요일에 반바지를 입어도 돼?');
    expect(reply.content).toContain('반바지를 입어도 된다. [1]');
    expect(passagesOf(reply)).toMatchObject([{ heading: '복장' }]);
    expect(JSON.stringify(await rows('select text from document_chunks'))).not.toContain('AutoOpen');
    await use('docs remove', { name: '복장.docm' });
  });

  it('is found in its channel alone, one of a person only where nobody else reads the answer', async () => {
    const { stack } = running;
    await add([file('채널.md', '채널 암호는 사과나무다.')], { scope: 'channel' });
    await add([file('내것.md', '비밀 금고 번호는 칠칠칠이다.')], { scope: 'me' });
    const owner = { user_id: stack.moderator };
    const found = async (caller: Caller, question: string, isPrivate?: true) =>
      (passagesOf(await ask(stack, caller, question, isPrivate === true ? { private: true } : {})) ?? []).map(
        ({ name }) => name,
      );
    const password = '채널 암호는 뭐야?';
    expect(await found(here(), password)).toEqual(['채널.md']);
    expect(await found(here({ channel_id: '1399' }), password)).toEqual([]);
    expect(await found(here({ guild_id: '1398' }), password)).toEqual([]);
    expect(await found(here({ channel_id: '1397', parent_id: channelId }), password)).toEqual(['채널.md']);

    const safe = '비밀 금고 번호는 뭐야?';
    expect(await found(here(owner), safe)).not.toContain('내것.md');
    expect(await found(here(owner), safe, true)).toContain('내것.md');
    expect(await found(here(), safe, true)).not.toContain('내것.md');
    const direct = somebody({ guild_id: null, ...owner });
    expect(await found(direct, safe)).toEqual([]);
    expect(await found({ ...direct, direct: true }, safe)).toEqual(['내것.md']);

    const [mine] = await rows(`select id from documents where name = '내것.md'`);
    const open = async (caller: Caller) => {
      const place = { document: mine?.id, version: 1, from: 0, to: 0 };
      const call = await signCall({
        secret: stack.keys.sharedSecret,
        signer: 'bot',
        url: `${stack.urls.bff}${DOCUMENTS_PASSAGE_PATH}`,
        body: JSON.stringify({ libra: { caller }, place }),
      });
      return (await send(call)).status;
    };
    expect(await open(here(owner))).toBe(200);
    expect(await open(here())).toBe(404);
    // The key to a chunk holds its space: a row cannot be of another.
    await expect(
      rows(`update document_chunks set space = 'server:${guildId}' where document_id = $1`, [
        String(mine?.id),
      ]),
    ).rejects.toThrow(/document_chunks_in_space/);
    await use('docs remove', { name: '채널.md' });
    await use('docs remove', { name: '내것.md' });
  });

  it('is found by its words alone, and that is said, while there are no vectors', async () => {
    const { stack } = running;
    await add([file('복지.md', '점심값은 하루에 만 원까지 준다.')]);
    standIns().openai.setFaults({ status: { status: 503, path: '/v1/embeddings' } });
    const reply = await ask(stack, here(), '점심값은 얼마까지 줘?');
    expect(reply.content).toContain('만 원까지 준다. [1]');
    expect((reply.libra as LibraResponse).documents?.problem).toBe('words_only');
    await use('docs remove', { name: '복지.md' });
  });

  it('is not put before a question about something else, which then names no source', async () => {
    const { stack } = running;
    await add([file('복지.md', '점심값은 하루에 만 원까지 준다.')]);
    const passages = async (question: string) => passagesOf(await ask(stack, here(), question));
    expect(await passages('점심값은 얼마까지 줘?')).toHaveLength(1);
    for (const question of ['파이썬 리스트를 뒤집는 법 알려줘', 'Tell me a joke about cats']) {
      expect(await passages(question)).toEqual([]);
    }
    await use('docs remove', { name: '복지.md' });
  });

  it('costs what its vectors cost: in the ledger, and in the budgets of the day', async () => {
    const { stack } = running;
    const spent = async (owner: string) =>
      Number((await redis(stack, 'HGET', budgetKey(utcDay(Date.now()), 'user', owner), 'tokens')) ?? 0);
    const ledger = async (owner: string) => {
      const [row] = await rows(
        `select coalesce(sum(prompt_tokens + completion_tokens), 0)::int as tokens,
           count(*) filter (where model = 'text-embedding-3-small')::int as vectors
         from usage_events where user_id = $1 and outcome = 'ok'`,
        [owner],
      );
      return row as { tokens: number; vectors: number };
    };
    const { moderator } = stack;
    const [spentBefore, before] = [await spent(moderator), await ledger(moderator)];
    await add([file('복지.md', '점심값은 하루에 만 원까지 준다.')]);
    await expect.poll(() => ledger(moderator)).toMatchObject({ vectors: before.vectors + 1 });
    const { tokens } = await ledger(moderator);
    await expect.poll(() => spent(moderator)).toBe(spentBefore + tokens - before.tokens);

    // Whose budget nobody else here has used.
    const requester = '555000000000000001';
    await ask(stack, here({ user_id: requester }), '점심값은 얼마까지 줘?');
    await expect.poll(() => ledger(requester)).toMatchObject({ vectors: 1 });
    await expect.poll(async () => (await spent(requester)) - (await ledger(requester)).tokens).toBe(0);
    await use('docs remove', { name: '복지.md' });
  });

  it('is added, listed and removed by an operator whose key names the endpoint, in a server or a channel', async () => {
    const { stack } = running;
    const { secret } = await newKey({ endpoints: ['documents'] });
    const call = async (method: string, path: string, body?: object, bearer = secret) => {
      const response = await fetch(`${stack.urls.bff}/v1/documents${path}`, {
        method,
        headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return { status: response.status, body: (await response.json()) as Record<string, unknown> };
    };
    const document = { guild_id: guildId, name: '안내.md', text: '# 주차\n\n주차권은 이층 창구에서 받는다.' };
    const added = await call('POST', '', document);
    expect(added).toMatchObject({ status: 201, body: { name: '안내.md', chunks: 1, replaces: false } });
    expect((await call('POST', '', document)).status).toBe(201);
    const reply = await ask(stack, here(), '주차권은 어디에서 받아?');
    expect(passagesOf(reply)).toMatchObject([{ name: '안내.md', heading: '주차' }]);
    const listed = (await call('GET', `?guild_id=${guildId}`)).body.documents as { name: string }[];
    expect(listed.find(({ name }) => name === '안내.md')).toMatchObject({
      state: 'ready',
      chunks: 1,
      is_stale: false,
    });
    expect((await call('GET', `?guild_id=${guildId}&channel_id=${channelId}`)).body).toEqual({
      documents: [],
    });

    const refused = async (...given: Parameters<typeof call>) => {
      const { status, body } = await call(...given);
      return [status, (body.error as { code?: string } | undefined)?.code];
    };
    const open = await newKey({});
    expect(await refused('GET', `?guild_id=${guildId}`, undefined, open.secret)).toEqual([
      403,
      'endpoint_not_allowed',
    ]);
    expect(await refused('POST', '', { ...document, guild_id: undefined })).toEqual([400, 'invalid_request']);
    expect(await refused('POST', '', { ...document, name: '사본.md' })).toEqual([400, 'document_duplicate']);
    expect(await refused('POST', '', { ...document, text: 'x'.repeat(200_001) })).toEqual([
      400,
      'invalid_request',
    ]);
    const id = String(added.body.id);
    expect(await refused('DELETE', `/${id}?guild_id=1398`)).toEqual([404, 'document_not_found']);
    expect((await call('DELETE', `/${id}?guild_id=${guildId}`)).status).toBe(200);
    expect(passagesOf(await ask(stack, here(), '주차권은 어디에서 받아?')) ?? []).toEqual([]);
    const [row] = await rows(`select count(*)::int as calls from usage_events where api_key_id is not null`);
    expect(Number(row?.calls)).toBeGreaterThan(0);
    await rows(`delete from documents where name = '사본.md'`);
  });

  it('is read to its end though the provider and Postgres are down for a while, each chunk once', async () => {
    const { stack } = running;
    const before = stack.logs.length;
    standIns().openai.setFaults({ status: { status: 503, path: '/v1/embeddings' } });
    const interactionId = await begin([file('보안.md', '보안 카드는 매일 반납한다.')]);
    const isTriedAgain = () =>
      stack.logs
        .slice(before)
        .some(({ event, worker }) => event === 'reading.again' && worker === 'documents');
    await expect.poll(isTriedAgain, { timeout: 20_000 }).toBe(true);
    standIns().neon.setFaults({ down: true });
    standIns().openai.setFaults({});
    const isDown = () => stack.logs.slice(before).filter(({ event }) => event === 'reading.again').length > 1;
    await expect.poll(isDown, { timeout: 30_000 }).toBe(true);
    standIns().neon.setFaults({});
    const told = await stack.settled(interactionId, isRead);
    expect(textOf(told)).toContain('다 읽었어요');
    expect(
      await rows(`select count(*)::int as chunks from document_chunks c join documents d on d.id = c.document_id
        where d.name = '보안.md'`),
    ).toEqual([{ chunks: 1 }]);
    await use('docs remove', { name: '보안.md' });
  });

  it('that is removed while it is being read leaves nothing behind', async () => {
    const { stack } = running;
    standIns().openai.setFaults({ status: { status: 503, path: '/v1/embeddings' } });
    const interactionId = await begin([file('임시.md', '임시 문서다.')]);
    const isThere = () => rows(`select next_chunks from documents where name = '임시.md'`);
    await expect.poll(isThere).toEqual([{ next_chunks: 1 }]);
    await use('docs remove', { name: '임시.md' });
    standIns().openai.setFaults({});
    expect(textOf(await stack.settled(interactionId, isRead))).toContain('지워졌어요');
    expect(await rows('select document_id from document_chunks')).toEqual([]);
  });

  it('is added to a server by those alone who manage it', async () => {
    const { stack } = running;
    const { interactionId } = await stack.invoke('docs add', { where: 'server' }, as(stack.member));
    expect(textOf(await stack.settled(interactionId))).toContain('document_scope_forbidden');
    const call = await signCall({
      secret: stack.keys.sharedSecret,
      signer: 'bot',
      url: `${stack.urls.bff}${DOCUMENTS_ADD_PATH}`,
      body: JSON.stringify({
        libra: { caller: here() },
        permissions: { manage_server: false, manage_channel: true },
        ...{ scope: 'server', name: 'x', source: 'file', ingestion: crypto.randomUUID() },
      }),
    });
    expect((await send(call)).status).toBe(403);
    expect(await rows(`select id from documents where name = 'x'`)).toEqual([]);
  });
});

it('takes chunks from the documents Worker alone', async () => {
  const { stack } = running;
  const call = await signCall({
    secret: stack.keys.sharedSecret,
    signer: 'bot',
    url: `${stack.urls.bff}${READING_CHUNKS_PATH}`,
    body: '{}',
  });
  expect((await send(call)).status).toBe(401);
});
