import { expect, it } from 'vitest';
import { createFakeEngines } from '../../dev/openai/audio/fake-engines.ts';
import { STATUS_PATH, TRACEPARENT_HEADER } from '../../shared/contract/routes.ts';
import type { BffStatus } from '../../shared/contract/status.ts';
import { createTrace, formatTraceparent } from '../../shared/observe/trace.ts';
import { createRequestSigner } from '../../shared/signing/sign.ts';
import { somebody } from '../signed-calls.ts';
import { useStack } from '../use-stack.ts';

/** A clause's call that goes ahead of its text, at the bff as it runs in workerd. */
const running = useStack({
  speech: {
    ...createFakeEngines(),
    synthesise: async (text) => ({ ok: true, value: new Float32Array(text.length * 240) }),
  },
});

const SPEECH = '/v1/audio/speech';
const bytes = (text: string) => new TextEncoder().encode(text);

/** As far as it goes without its text. */
async function open(fields: object = {}, name: 'voice' | 'bot' = 'voice') {
  const { stack } = running;
  const caller = somebody({ guild_id: null });
  const trace = createTrace();
  const leaving = new AbortController();
  const late = await createRequestSigner({ secret: stack.keys.sharedSecret, name }).open(
    `${stack.urls.bff}${SPEECH}`,
    {
      headers: { [TRACEPARENT_HEADER]: formatTraceparent(trace) },
      about: { voice: 'alloy', response_format: 'pcm', characters: 200, libra: { caller }, ...fields },
      signal: leaving.signal,
    },
  );
  const response = fetch(late.request);
  response.catch(() => undefined);
  return {
    response,
    tell: (text: string) => late.tell(bytes(text)),
    leave: () => leaving.abort(),
    logged: (event: string) => stack.logged((line) => line.event === event && line.traceId === trace.traceId),
    async tokensSpent() {
      const signer = createRequestSigner({ secret: stack.keys.sharedSecret, name: 'bot' });
      const body = JSON.stringify({ libra: { caller } });
      const status = await fetch(await signer.sign(`${stack.urls.bff}${STATUS_PATH}`, { body }));
      return ((await status.json()) as BffStatus).budget?.tokens_spent;
    },
    rows: () =>
      stack.standIns.neon?.query(
        'SELECT outcome, prompt_tokens AS prompt, estimated FROM usage_events WHERE user_id = $1',
        [caller.user_id],
      ),
  };
}

const spoken = () =>
  (running.stack.standIns.openai?.requests() ?? []).flatMap(({ path, body }) =>
    path === SPEECH ? [(body as { input: string }).input] : [],
  );

it('is admitted while its text is missing, then asked with it, and paid for as it turned out', async () => {
  const call = await open();
  expect(await call.logged('call.started')).toMatchObject({ verdict: 'admitted' });
  expect(await call.tokensSpent()).toBeGreaterThan(0);
  expect(spoken()).not.toContain('그래요.');
  await call.tell('그래요.');
  const response = await call.response;
  expect(response.status).toBe(200);
  expect((await response.arrayBuffer()).byteLength).toBeGreaterThan(0);
  expect(spoken().filter((text) => text === '그래요.')).toHaveLength(1);
  await call.logged('call.finished');
  await expect.poll(call.rows).toMatchObject([{ outcome: 'ok' }]);
  // What was reserved for 200 characters was far more.
  await expect.poll(call.tokensSpent).toBeLessThan(50);
});

it.each([
  ['whose sender leaves', (call: Awaited<ReturnType<typeof open>>) => call.leave()],
  [
    'whose text is longer than was said',
    (call: Awaited<ReturnType<typeof open>>) => call.tell('아'.repeat(201)),
  ],
])('%s is given back, asks nobody, and has no row', async (_what, end) => {
  const call = await open();
  expect(await call.logged('call.started')).toMatchObject({ verdict: 'admitted' });
  const before = spoken().length;
  await end(call);
  await call.logged('call.not_told');
  await expect.poll(call.tokensSpent).toBe(0);
  expect(await call.rows()).toEqual([]);
  expect(spoken()).toHaveLength(before);
});

it.each([
  ['of anybody but the voice Worker', 403, {}, 'bot'],
  ['that says no length', 400, { characters: undefined }, 'voice'],
  ['that may be longer than a clause', 400, { characters: 100_000 }, 'voice'],
  ['for nobody', 400, { libra: {} }, 'voice'],
] as const)('one %s is refused before its text comes', async (_what, status, fields, name) => {
  const call = await open(fields, name);
  expect((await call.response).status).toBe(status);
});
