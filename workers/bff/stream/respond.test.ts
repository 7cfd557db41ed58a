import { expect, it } from 'vitest';
import { encodeData } from '../../../shared/sse/encode.ts';
import type { Opening } from '../answer/opening.ts';
import { createParts } from '../answer/parts.ts';
import type { Conclusion } from '../answer/rounds.ts';
import { createChatFormat } from './chat-format.ts';
import { respondWithStream } from './respond.ts';

const TEXT = encodeData('{"choices":[]}');

it('lets the last text go out before anything is made of the answer', async () => {
  const seen: string[] = [];
  const flushed = Promise.withResolvers<void>();
  const parts = createParts();
  const conclusion = Promise.withResolvers<Conclusion>();
  parts.push({
    kind: 'body',
    body: new Response(TEXT).body as ReadableStream<Uint8Array>,
    drain() {
      seen.push('drained');
      conclusion.resolve({
        end: { kind: 'failed', failure: { code: 'internal' } },
        isTold: true,
        closing: null,
      });
      parts.end();
    },
  });
  const opening = {
    ok: true,
    answer: { kind: 'live', parts, conclusion: conclusion.promise },
    ...{ isForgotten: false, isFirstUse: false, droppedModel: null, persona: null, documents: null },
    allowance: null,
  } satisfies Opening;
  const response = await respondWithStream(
    { opening: Promise.resolve(opening), cancel: () => {} },
    {
      format: createChatFormat({ shows: { usage: false, libra: true }, now: () => 0 }),
      heartbeatMs: 60_000,
      earlyStatusMs: 60_000,
      createPipe: () => new TransformStream<Uint8Array, Uint8Array>(),
      flush: () => flushed.promise,
      every: () => () => {},
      now: () => 0,
      onBug(error) {
        throw error;
      },
    },
  );
  if (response.body === null) throw new Error('No body');
  for await (const bytes of response.body) {
    seen.push(new TextDecoder().decode(bytes));
    // Whatever would not wait has been done by then.
    await new Promise((resolve) => setImmediate(resolve));
    seen.push('on its way');
    flushed.resolve();
  }
  expect(seen).toEqual([TEXT, 'on its way', 'drained']);
});
