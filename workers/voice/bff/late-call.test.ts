import { expect, it } from 'vitest';
import { createRequestSigner } from '../../../shared/signing/sign.ts';
import { createLateCall } from './late-call.ts';

const signer = createRequestSigner({ secret: 'a secret that is long enough to be one', name: 'voice' });
/** Lets what has been decided take effect. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

async function start() {
  const answer = Promise.withResolvers<Response>();
  const leaving = new AbortController();
  const sending = Promise.withResolvers<Request>();
  const call = createLateCall(
    10,
    {
      open: (signal) => signer.open('https://bff.libra.internal/v1/audio/speech', { about: {}, signal }),
      send(request) {
        sending.resolve(request);
        return answer.promise;
      },
    },
    leaving.signal,
  );
  return { call, answer, sent: await sending.promise, leave: () => leaving.abort() };
}

it('is sent before its text, and answered when it has it', async () => {
  const { call, answer, sent } = await start();
  const body = sent.text();
  const told = call.tell('그래요.');
  expect(await body).toContain('그래요.');
  answer.resolve(new Response('sound'));
  expect(await (await told)?.text()).toBe('sound');
});

it('takes no text once it was refused, and is over', async () => {
  const { call, answer, sent } = await start();
  answer.resolve(new Response(null, { status: 429 }));
  await settle();
  expect(call.tell('Yes.')).toBeNull();
  expect(sent.signal.aborted).toBe(true);
});

it('takes no text that is longer than was said', async () => {
  const { call, sent } = await start();
  expect(call.tell('Longer than ten.')).toBeNull();
  expect(sent.signal.aborted).toBe(true);
});

it('is over when it is dropped, or when nobody waits for it any more', async () => {
  const [dropped, left] = await Promise.all([start(), start()]);
  dropped.call.drop();
  left.leave();
  expect(dropped.sent.signal.aborted).toBe(true);
  expect(left.sent.signal.aborted).toBe(true);
  await settle();
  expect(left.call.tell('Yes.')).toBeNull();
});

it('tells what breaks, also where nobody reads the text', async () => {
  const { call, answer } = await start();
  const told = call.tell('Yes.');
  answer.reject(new Error('broken'));
  await expect(told).rejects.toThrow('broken');
});
