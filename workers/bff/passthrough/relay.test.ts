import { expect, it } from 'vitest';
import { createErrorBody } from '../../../shared/contract/error-body.ts';
import { AnswerAborted } from '../answer/end.ts';
import { type RelayEnd, relayBody } from './relay.ts';

function relayed() {
  const ends: RelayEnd[] = [];
  const life = new AbortController();
  let isCancelled = false;
  const source = new ReadableStream<Uint8Array>(
    {
      pull: (controller) => controller.enqueue(new Uint8Array(10)),
      cancel() {
        isCancelled = true;
      },
    },
    { highWaterMark: 0 },
  );
  const body = relayBody(source, life.signal, (end) => ends.push(end));
  return { body, life, ends, isCancelled: () => isCancelled };
}

it.each([
  ['deadline_exceeded', { code: 'deadline_exceeded' }],
  ['client_gone', 'gone'],
] as const)('an answer that nobody reads ends with %s at once', async (reason, failure) => {
  const { body, life, ends, isCancelled } = relayed();
  const reader = body.getReader();
  await reader.read();
  life.abort(new AnswerAborted(reason));
  expect(ends).toMatchObject([{ failure, sample: { byteLength: 10 } }]);
  expect(isCancelled()).toBe(true);
  await expect(reader.read()).rejects.toThrow();
  expect(ends).toHaveLength(1);
});

it('an answer whose life is over before its first byte ends at once', () => {
  const life = AbortSignal.abort(new AnswerAborted('client_gone'));
  const ends: RelayEnd[] = [];
  relayBody(new ReadableStream(), life, (end) => ends.push(end));
  expect(ends).toMatchObject([{ failure: 'gone', sample: { byteLength: 0 } }]);
});

it('the end of a life changes nothing of an answer that is whole', async () => {
  const life = new AbortController();
  const ends: RelayEnd[] = [];
  const body = relayBody(new Blob(['x']).stream(), life.signal, (end) => ends.push(end));
  expect(await new Response(body).text()).toBe('x');
  life.abort(new AnswerAborted('client_gone'));
  expect(ends).toMatchObject([{ failure: null }]);
});

it('an answer whose client leaves ends once, and is not read any further', async () => {
  const { body, ends, isCancelled } = relayed();
  const reader = body.getReader();
  await reader.read();
  await reader.cancel();
  expect(ends).toMatchObject([{ failure: 'gone', sample: { byteLength: 10 } }]);
  expect(isCancelled()).toBe(true);
});

it('an answer of which nothing comes ends once when its life does', async () => {
  const life = new AbortController();
  const ends: RelayEnd[] = [];
  const body = relayBody(new ReadableStream(), life.signal, (end) => ends.push(end));
  const read = body.getReader().read();
  life.abort(new AnswerAborted('deadline_exceeded'));
  await expect(read).rejects.toThrow();
  await new Promise((resolve) => setImmediate(resolve));
  expect(ends).toMatchObject([{ failure: { code: 'deadline_exceeded' } }]);
});

it('an answer that breaks off does so for its client, too', async () => {
  const ends: RelayEnd[] = [];
  const broken = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.error(new Error('gone')),
  });
  const body = relayBody(broken, new AbortController().signal, (end) => ends.push(end));
  await expect(new Response(body).text()).rejects.toThrow();
  expect(ends).toMatchObject([{ failure: { code: 'provider_interrupted' } }]);
});

it('an event stream that ends with an error has failed', async () => {
  const ends: RelayEnd[] = [];
  const stream = new Blob([
    `data: {}\n\ndata: ${JSON.stringify(createErrorBody('provider_stalled'))}\n\n`,
  ]).stream();
  await new Response(relayBody(stream, new AbortController().signal, (end) => ends.push(end))).text();
  expect(ends).toMatchObject([{ failure: { code: 'provider_stalled' } }]);
});
