import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type SignedCall, SPOILS, type Spoil } from '../../dev/sign/signed-call.ts';
import { connect } from '../../dev/stack/migrate.ts';
import { type Stack, startStack } from '../../dev/stack/stack.ts';
import { CHAT_COMPLETIONS_PATH } from '../../shared/chat/completions.ts';
import { PRIVACY_ERASE_PATH, PRIVACY_EXPORT_PATH } from '../../shared/contract/privacy.ts';
import { LLM_ORIGIN, LLM_STATUS_PATH, RESET_PATH, STATUS_PATH } from '../../shared/contract/routes.ts';
import { createApiKey, hashApiKey } from '../../workers/bff/access/api-key.ts';
import { guardShard } from '../../workers/llm/access/shard.ts';
import { inOneMinute } from '../minute.ts';
import {
  ask,
  type Reply,
  send,
  sendToLlm,
  signChat,
  signFor,
  signForLlm,
  somebody,
} from '../signed-calls.ts';
import { textOf, useStack } from '../use-stack.ts';
import { withoutDocuments } from '../without-documents.ts';

/** Who gets in: the signatures between the Workers, their nonces, and the keys of API clients, over the real Workers. */
const running = useStack({ vars: { bff: { API_MAX_BODY_BYTES: '1300000' } } });

const REFUSAL = {
  error: {
    message: 'The request could not be authenticated.',
    type: 'authentication_error',
    code: 'unauthorized',
    param: null,
  },
};

/** The reasons that `worker` has logged for refusals since `before`. */
function reasons(worker: string, before: number): unknown[] {
  return running.stack.logs
    .slice(before)
    .filter((line) => line.worker === worker && line.event.endsWith('.refused'))
    .map(({ reason }) => reason);
}

async function expectRefusal(reply: Reply, worker: 'bff' | 'llm', before: number, reason: string) {
  expect(reply.status).toBe(401);
  expect(JSON.parse(reply.text)).toEqual(REFUSAL);
  await expect.poll(() => reasons(worker, before)).toEqual([reason]);
}

/** What a thief or a broken proxy could change without touching the body; each is under the signature. */
const TAMPERINGS: [what: string, tamper: (call: SignedCall) => SignedCall, reason: string][] = [
  [
    'another path',
    (call) => ({ ...call, url: call.url.replace(/\/v1\/.*/, CHAT_COMPLETIONS_PATH) }),
    'signature_mismatch',
  ],
  ['a query', (call) => ({ ...call, url: `${call.url}?model=gpt-4o` }), 'signature_mismatch'],
  [
    'another content type',
    (call) => ({ ...call, headers: { ...call.headers, 'content-type': 'text/plain' } }),
    'signature_mismatch',
  ],
  ['a longer life', (call) => later(call, /expires=(\d+)/), 'signature_mismatch'],
  ['a later birth', (call) => later(call, /created=(\d+)/), 'signature_mismatch'],
  [
    'a fresh nonce',
    (call) => replaceInput(call, /nonce="[^"]+"/, `nonce="${'A'.repeat(22)}"`),
    'signature_mismatch',
  ],
  ['no nonce', (call) => replaceInput(call, /;nonce="[^"]+"/, ''), 'parameters_differ'],
  ['a body that is not covered', (call) => replaceInput(call, / "content-digest"/, ''), 'components_differ'],
  [
    'no signature',
    ({ headers: { signature: _, ...headers }, ...call }) => ({ ...call, headers }),
    'signature_missing',
  ],
];

function replaceInput(call: SignedCall, what: RegExp | string, by: string): SignedCall {
  const input = call.headers['signature-input'] ?? '';
  const changed = input.replace(what, by);
  expect(changed).not.toBe(input);
  return { ...call, headers: { ...call.headers, 'signature-input': changed } };
}

function later(call: SignedCall, what: RegExp): SignedCall {
  const [whole = '', seconds] = what.exec(call.headers['signature-input'] ?? '') ?? [];
  return replaceInput(call, whole, whole.replace(/\d+/, String(Number(seconds) + 60)));
}

const spoils = Object.keys(SPOILS) as Spoil[];

describe('a signed call to the bff', () => {
  it('is answered', async () => {
    const reply = await ask(running.stack, somebody(), '따라 해: 네');
    expect(reply).toMatchObject({ status: 200, code: null });
    expect(reply.content).toContain('네');
  });

  it.each(spoils)('that is %s gets a vague 401; the log says why', async (spoil) => {
    const before = running.stack.logs.length;
    await expectRefusal(
      await ask(running.stack, somebody(), '안녕', { spoil }),
      'bff',
      before,
      SPOILS[spoil],
    );
  });

  it.each(TAMPERINGS)('that was given %s on the way gets the same 401', async (_, tamper, reason) => {
    const before = running.stack.logs.length;
    const call = tamper(await signFor(running.stack, STATUS_PATH, somebody()));
    await expectRefusal(await send(call), 'bff', before, reason);
  });

  it('that was made for another host gets the same 401', async () => {
    const before = running.stack.logs.length;
    const call = await signChat(running.stack, somebody(), '안녕');
    const url = new URL(call.url);
    url.hostname = 'localhost';
    await expectRefusal(await send({ ...call, url: url.href }), 'bff', before, 'signature_mismatch');
  });

  it.each([CHAT_COMPLETIONS_PATH, STATUS_PATH, RESET_PATH])('to %s is good once', async (path) => {
    const caller = somebody();
    const call =
      path === CHAT_COMPLETIONS_PATH
        ? await signChat(running.stack, caller, '안녕', { key: 'the-same' })
        : await signFor(running.stack, path, caller);
    expect((await send(call)).status).toBe(200);
    const before = running.stack.logs.length;
    await expectRefusal(await send(call), 'bff', before, 'nonce_replayed');
  });

  it('of which 1,000 copies come at once is answered exactly once, by one model call', async () => {
    const { openai } = running.stack.standIns;
    openai?.forgetRequests();
    const call = await signChat(running.stack, somebody(), '하나만 대답해 줘');
    const replies = await Promise.all(Array.from({ length: 1_000 }, () => send(call)));
    expect(Object.groupBy(replies, ({ status }) => String(status))).toMatchObject({
      200: { length: 1 },
      401: { length: 999 },
    });
    expect(openai?.requests()).toHaveLength(1);
  });

  it('is spent in Redis too, where every other isolate looks', async () => {
    const call = await signChat(running.stack, somebody(), '안녕');
    const nonce = /nonce="([^"]+)"/.exec(call.headers['signature-input'] ?? '')?.[1];
    await send(call);
    const spends = running.stack.standIns.upstash
      ?.recorded()
      .flatMap(({ commands }) => commands)
      .filter((command) => command.includes(`llm:nonce:${nonce}`));
    expect(spends).toHaveLength(1);
  });
});

describe('a signed call to the llm Worker', () => {
  it('is answered', async () => {
    const reply = await sendToLlm(running.stack, await signForLlm(running.stack, LLM_STATUS_PATH));
    expect(reply.status).toBe(200);
    expect(reply.text).toContain('gpt-4o-mini');
  });

  it.each(spoils)('that is %s gets a vague 401; the log says why', async (spoil) => {
    const before = running.stack.logs.length;
    const call = await signForLlm(running.stack, CHAT_COMPLETIONS_PATH, { spoil });
    const reason = spoil === 'unsigned' ? 'signature_missing' : SPOILS[spoil];
    await expectRefusal(await sendToLlm(running.stack, call), 'llm', before, reason);
  });

  it.each(TAMPERINGS)('that was given %s on the way gets the same 401', async (_, tamper, reason) => {
    const before = running.stack.logs.length;
    const call = tamper(await signForLlm(running.stack, LLM_STATUS_PATH));
    await expectRefusal(await sendToLlm(running.stack, call), 'llm', before, reason);
  });

  it('is good once, of 1,000 copies at once exactly one', async () => {
    const call = await signForLlm(running.stack, LLM_STATUS_PATH);
    const replies = await Promise.all(Array.from({ length: 1_000 }, () => sendToLlm(running.stack, call)));
    expect(Object.groupBy(replies, ({ status }) => String(status))).toMatchObject({
      200: { length: 1 },
      401: { length: 999 },
    });
  });

  it('stays spent when the object that remembers it is evicted', async () => {
    const { miniflare } = running.stack.workers;
    const call = await signForLlm(running.stack, LLM_STATUS_PATH);
    expect((await sendToLlm(running.stack, call)).status).toBe(200);
    const nonce = /nonce="([^"]+)"/.exec(call.headers['signature-input'] ?? '')?.[1] ?? '';
    await miniflare.unsafeEvictDurableObject('libra-llm', 'ReplayGuard', { name: guardShard(nonce) });
    const before = running.stack.logs.length;
    await expectRefusal(await sendToLlm(running.stack, call), 'llm', before, 'nonce_replayed');
  });
});

describe('a secret that rotates', () => {
  const previous = randomBytes(32).toString('base64url');
  // The bot still signs with the old secret while bff and llm already have the new one.
  const old = { WORKER_SHARED_SECRET_PREVIOUS: previous };
  const rotating = useStack({ vars: { bot: { WORKER_SHARED_SECRET: previous }, bff: old, llm: old } });

  it('is accepted beside the current one, and no longer when it is taken out', async () => {
    const { sharedSecret } = rotating.stack.keys;
    for (const secret of [sharedSecret, previous]) {
      expect((await ask(rotating.stack, somebody(), '안녕', { secret })).status).toBe(200);
      const inner = await signForLlm(rotating.stack, LLM_STATUS_PATH, { secret });
      expect((await sendToLlm(rotating.stack, inner)).status).toBe(200);
    }
    const before = running.stack.logs.length;
    const outside = await ask(running.stack, somebody(), '안녕', { secret: previous });
    await expectRefusal(outside, 'bff', before, 'key_unknown');
    const inner = await signForLlm(running.stack, LLM_STATUS_PATH, { secret: previous });
    expect((await sendToLlm(running.stack, inner)).status).toBe(401);
  });

  it('changes on one Worker after the other without a refused message', async () => {
    const { interactionId } = await rotating.stack.invoke('chat', { prompt: '따라 해: 끊김 없음' });
    const record = await rotating.stack.settled(interactionId);
    expect(textOf(record)).toContain('끊김 없음');
  });
});

describe('a secret that is too short', () => {
  const lines: string[] = [];
  let stack: Stack | undefined;
  const tooShort = { WORKER_SHARED_SECRET: 'too-short-a-secret' };
  beforeAll(async () => {
    stack = await startStack({
      bundles: withoutDocuments(inject('bundles')),
      // Discord would not accept the endpoint of such a bot.
      settings: {
        discord: { applicationId: '1', publicKey: '0'.repeat(64), botToken: 'a.b.c' },
        overrides: {},
      },
      vars: { bot: tooShort, bff: tooShort, llm: tooShort },
      onLog: (line) => lines.push(line),
    });
  });
  afterAll(() => stack?.close());

  it.each(['bot', 'bff', 'llm'] as const)(
    'stops the %s Worker: each request is a 500, and the log names the variable',
    async (worker) => {
      if (stack === undefined) throw new Error('the stack is not started');
      const call = { method: 'POST' as const, headers: {}, body: '{}' };
      const reply =
        worker === 'llm'
          ? await sendToLlm(stack, { ...call, url: `${LLM_ORIGIN}${LLM_STATUS_PATH}` })
          : await send({
              ...call,
              url: worker === 'bot' ? `${stack.urls.bot}/interactions` : `${stack.urls.bff}${STATUS_PATH}`,
            });
      expect(reply).toMatchObject({ status: 500, code: 'internal' });
      const told = () => lines.filter((line) => line.includes(`"worker":"${worker}"`)).join('\n');
      await expect.poll(told).toMatch(/config\.invalid.*WORKER_SHARED_SECRET/);
      expect(lines.join('\n')).not.toContain('too-short-a-secret');
    },
  );
});

describe('whoever asks over the public route', () => {
  it.each([
    ['with a bad signature', { 'signature-input': 'libra=()', signature: 'libra=:AA==:' }],
    ['with a bad key', { authorization: `Bearer lb-${'z'.repeat(43)}` }],
  ])(
    '%s may do so only so often, by address',
    inOneMinute(async (_, credentials) => {
      const call = (address: string) =>
        send({
          url: `${running.stack.urls.bff}${CHAT_COMPLETIONS_PATH}`,
          method: 'POST',
          // On Cloudflare nobody but the platform can set this header.
          headers: { ...credentials, 'cf-connecting-ip': address },
          body: '{}',
        });
      const address = `192.0.2.${Object.keys(credentials).length}`;
      let refusal: Reply | undefined;
      for (let wave = 0; wave < 13 && refusal === undefined; wave += 1) {
        const replies = await Promise.all(Array.from({ length: 50 }, () => call(address)));
        refusal = replies.find(({ status }) => status === 429);
      }
      expect(refusal).toMatchObject({ code: 'rate_limited' });
      expect(refusal?.headers.get('retry-after')).toBe('60');
      expect((await call('198.51.100.7')).status).toBe(401);
    }),
  );
});

describe('keys that nobody made', () => {
  const guess = (key: string, address: string) =>
    send({
      url: `${running.stack.urls.bff}${CHAT_COMPLETIONS_PATH}`,
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'cf-connecting-ip': address },
      body: '{}',
    });
  const random = (bytes: number) => `lb-${randomBytes(bytes).toString('base64url')}`;
  const queries = () => running.stack.logs.filter(({ reason }) => reason === 'api_key_unknown').length;

  it('are refused by their checksum alone', async () => {
    const before = running.stack.logs.length;
    const replies = await Promise.all(
      Array.from({ length: 100 }, () => guess(random(38).slice(0, 52), '2001:db8:1::1')),
    );
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([401]));
    await expect.poll(() => new Set(reasons('bff', before))).toEqual(new Set(['api_key_malformed']));
    const told = () => running.stack.logs.slice(before).filter(({ event }) => event === 'abuse.suspected');
    await expect.poll(() => told().map(({ count }) => count)).toEqual([21, 42, 84]);
    expect(told()[0]).toMatchObject({
      worker: 'bff',
      refused: 'client.refused',
      reason: 'api_key_malformed',
    });
    expect(JSON.stringify(running.stack.logs.slice(before))).not.toContain('2001:db8');
  });

  it(
    'without a checksum are looked up 30 times a minute for a whole /64, and a key that is known goes on',
    inOneMinute(async () => {
      const before = queries();
      const net = randomBytes(2).toString('hex');
      const address = () =>
        `2001:db8:2:${net}:${randomBytes(2).toString('hex')}::${randomBytes(2).toString('hex')}`;
      const replies = await Promise.all(Array.from({ length: 100 }, () => guess(random(32), address())));
      const refused = replies.filter(({ status }) => status === 429);
      expect(refused).toHaveLength(70);
      expect(refused[0]?.headers.get('retry-after')).toBe('60');
      expect(queries() - before).toBeLessThanOrEqual(30);
      // With its checksum a key that is in use needs no look-up of that kind.
      expect((await guess(running.stack.keys.apiKey, address())).status).toBe(415);
      expect((await guess(random(32), '2001:db8:3:4::1')).status).toBe(401);
    }),
  );
});

describe('an API client', () => {
  const prompt = { messages: [{ role: 'user', content: '안녕' }] };

  async function call(
    authorization: string | undefined,
    body: string = JSON.stringify(prompt),
    path = CHAT_COMPLETIONS_PATH,
  ) {
    const headers = {
      'content-type': 'application/json',
      ...(authorization === undefined ? {} : { authorization }),
    };
    return send({ url: `${running.stack.urls.bff}${path}`, method: 'POST', headers, body });
  }

  async function createKey(callsPerMin: number): Promise<{ key: string; hash: string }> {
    const key = createApiKey();
    const hash = await hashApiKey(key);
    await connect(running.stack.database).query(
      'INSERT INTO api_keys (key_hash, name, calls_per_min) VALUES ($1, $2, $3)',
      [hash, 'a test', callsPerMin],
    );
    return { key, hash };
  }

  it('gets in with its key, and no further than its own limit', async () => {
    const { key } = await createKey(2);
    const fresh = () =>
      call(`Bearer ${key}`, JSON.stringify({ messages: [{ role: 'user', content: crypto.randomUUID() }] }));
    const first = await fresh();
    expect(first.status).toBe(200);
    expect(first.headers.get('x-ratelimit-limit-requests')).toBe('2');
    expect((await fresh()).status).toBe(200);
    const third = await fresh();
    expect(third).toMatchObject({ status: 429, code: 'rate_limit_user' });
    expect(Number(third.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('stays outside once its key is revoked, in every isolate that has not just seen it', async () => {
    const { key, hash } = await createKey(60);
    await connect(running.stack.database).query(
      'UPDATE api_keys SET revoked_at = now() WHERE key_hash = $1',
      [hash],
    );
    const before = running.stack.logs.length;
    await expectRefusal(await call(`Bearer ${key}`), 'bff', before, 'api_key_unknown');
  });

  it('has a key of which only the hash is stored', async () => {
    const { key } = await createKey(60);
    const rows = await connect(running.stack.database).query('SELECT * FROM api_keys');
    expect(JSON.stringify(rows)).not.toContain(key);
  });

  it.each([
    ['nothing', undefined, 'credentials_missing'],
    ['a password', `Basic ${btoa('libra:libra')}`, 'credentials_missing'],
    ['a key of another form', 'Bearer sk-0123456789', 'api_key_malformed'],
    ['a key that nobody made', `Bearer lb-${'x'.repeat(43)}`, 'api_key_unknown'],
  ])('with %s stays outside', async (_, authorization, reason) => {
    const before = running.stack.logs.length;
    await expectRefusal(await call(authorization), 'bff', before, reason);
  });

  it('may not say whose request it is, nor see, end or erase what is another’s', async () => {
    const bearer = `Bearer ${running.stack.keys.apiKey}`;
    const libra = { caller: somebody() };
    const chat = await call(bearer, JSON.stringify({ ...prompt, libra }));
    expect(chat).toMatchObject({ status: 403, code: 'forbidden' });
    for (const path of [STATUS_PATH, RESET_PATH, PRIVACY_ERASE_PATH]) {
      expect(await call(bearer, JSON.stringify({ libra }), path)).toMatchObject({
        status: 403,
        code: 'forbidden',
      });
    }
  });

  it.each([
    [
      'a body over the bound',
      () => JSON.stringify({ messages: [{ role: 'user', content: 'x'.repeat(1_400_000) }] }),
      413,
      'body_too_large',
    ],
    [
      'JSON that is too deep',
      () => `{"messages":${'['.repeat(500)}${']'.repeat(500)}}`,
      400,
      'invalid_request',
    ],
    [
      '100,000 parts of content',
      () => {
        const content = Array.from({ length: 100_000 }, () => ({ t: '' }));
        return JSON.stringify({ messages: [{ role: 'user', content }] });
      },
      400,
      'invalid_request',
    ],
    ['what is not JSON', () => '{"messages":', 400, 'invalid_request'],
  ])('that sends %s is told so', async (_, body, status, code) => {
    expect(await call(`Bearer ${running.stack.keys.apiKey}`, body())).toMatchObject({ status, code });
  });
});

describe('an export', () => {
  it('is refused beyond five an hour, with when to come again; nobody else is concerned', async () => {
    const caller = somebody();
    const take = async (who: typeof caller) => send(await signFor(running.stack, PRIVACY_EXPORT_PATH, who));
    for (let turn = 0; turn < 5; turn += 1) expect((await take(caller)).status).toBe(200);
    const refused = await take({ ...caller, guild_id: null });
    expect(refused).toMatchObject({ status: 429, code: 'rate_limited' });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(3_600);
    expect((await take(somebody())).status).toBe(200);
  });
});
