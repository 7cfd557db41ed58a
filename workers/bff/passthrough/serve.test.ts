/** What a call is charged, over a real Redis: llm is a function, and the ledger is out. */
import { expect, it } from 'vitest';
import { utcDay } from '../../../shared/contract/cost-limits.ts';
import { createTrace } from '../../../shared/observe/trace.ts';
import { createRequestSigner } from '../../../shared/signing/sign.ts';
import { somebody, useGuard } from '../../../tests/use-guard.ts';
import type { Account } from '../limits/account.ts';
import type { Services } from '../services.ts';
import { budgetKey } from '../store/redis-keys.ts';
import type { AcceptedCall, Meter } from './calls.ts';
import { serveCall, serveComingCall } from './serve.ts';

const guard = useGuard();
const SECRET = 'a secret that is long enough to be one';
const used = (promptTokens: number) => ({ promptTokens, completionTokens: 0 }) as ReturnType<Meter['bound']>;

const call: AcceptedCall = {
  path: '/v1/embeddings',
  model: 'm',
  body: { kind: 'json', text: '{}' },
  answers: 'json' as AcceptedCall['answers'],
  fields: [],
  meter: {
    bound: () => used(300),
    untold: () => used(40),
    told: (_, { head }) => (head === '' ? null : used(9)),
  },
};

function services(llm: (request: Request) => Promise<Response>): Services {
  const deps = guard.deps();
  const catalogue = { providers: [], models: [], chains: new Map(), defaultName: 'm' };
  return {
    ...deps,
    config: { ...deps, catalogue, answerTimeoutMs: 60_000, sharedSecrets: [SECRET], llm: { fetch: llm } },
    signer: createRequestSigner({ secret: SECRET, name: 'bff' }),
    trace: createTrace(),
    pressure: { note: () => null },
    unpriced: { isNew: () => false },
    openDatabase: () => {
      throw new Error('out');
    },
  } as unknown as Services;
}

const payer = (account: Account) => ({
  ...{ account, rights: null, pseudonym: null },
  named: { userId: null, space: null, apiKeyId: null },
});
const whole = async () => new Response('{"data":[]}', { headers: { 'content-type': 'application/json' } });

async function settled(account: Account) {
  // Each may begin another.
  for (let seen = -1; seen < guard.background.length; ) {
    seen = guard.background.length;
    await Promise.allSettled(guard.background);
  }
  const key = budgetKey(utcDay(Date.now()), 'user', account.owner);
  const [tokens, held] = [
    await guard.redis('HGET', key, 'tokens'),
    await guard.redis('HGET', key, 'held_tokens'),
  ];
  const finished = guard.lines.map((line) => JSON.parse(line)).find(({ event }) => event === 'call.finished');
  return { tokens: Number(tokens), held: Number(held), outcome: finished?.outcome };
}

it('is charged what the provider has said of a whole answer', async () => {
  const account = somebody();
  const response = await serveCall(services(whole), payer(account), call, new AbortController().signal);
  expect(await response.text()).toBe('{"data":[]}');
  expect(await settled(account)).toEqual({ tokens: 9, held: 0, outcome: 'ok' });
});

it('is free where the provider has refused it, and counts as a call', async () => {
  const account = somebody({ callsPerMin: 1 });
  const refusing = services(async () => new Response(null, { status: 503 }));
  const response = await serveCall(refusing, payer(account), call, new AbortController().signal);
  expect(response.ok).toBe(false);
  expect(await settled(account)).toMatchObject({ tokens: 0, held: 0 });
  const again = await serveCall(refusing, payer(account), call, new AbortController().signal);
  expect(again.status).toBe(429);
});

it('is charged an estimate where its client has left while the provider was asked', async () => {
  const account = somebody();
  const client = new AbortController();
  const hanging = services(async () => {
    client.abort();
    throw new Error('gone');
  });
  await serveCall(hanging, payer(account), call, client.signal);
  expect(await settled(account)).toEqual({ tokens: 40, held: 0, outcome: 'client_gone' });
});

it('is free, and no call, where its client has left before the provider was asked', async () => {
  const account = somebody({ callsPerMin: 1 });
  let asked = 0;
  const counting = services(() => {
    asked += 1;
    return whole();
  });
  await serveCall(counting, payer(account), call, AbortSignal.abort());
  expect(asked).toBe(0);
  expect(await settled(account)).toEqual({ tokens: 0, held: 0, outcome: 'client_gone' });
  const next = await serveCall(counting, payer(account), call, new AbortController().signal);
  expect(next.status).toBe(200);
  await next.text();
  await settled(account);
});

it('holds nothing, and is no call, where what it is about does not come', async () => {
  const account = somebody({ callsPerMin: 1 });
  const never = { most: call, late: Promise.resolve(null) };
  const served = await serveComingCall(services(whole), payer(account), never, new AbortController().signal);
  expect(served.ok).toBe(false);
  expect(await settled(account)).toMatchObject({ tokens: 0, held: 0 });
  const next = await serveCall(services(whole), payer(account), call, new AbortController().signal);
  expect(next.status).toBe(200);
  await next.text();
  await settled(account);
});

it('is charged an estimate of an answer that its client does not read to the end', async () => {
  const account = somebody();
  const silent = services(
    async () => new Response(new ReadableStream(), { headers: { 'content-type': 'x/y' } }),
  );
  const response = await serveCall(silent, payer(account), call, new AbortController().signal);
  await response.body?.cancel();
  expect(await settled(account)).toEqual({ tokens: 40, held: 0, outcome: 'client_gone' });
});
