import { describe, expect, it } from 'vitest';
import type { AnswerForm } from '../../../shared/contract/passthrough.ts';
import { createHand } from '../../../tests/hand-clock.ts';
import { openAnswer } from './open-answer.ts';
import { relayAnswer } from './relay-answer.ts';

const LIMITS = { firstTokenMs: 1_000, idleMs: 500 };
const bytes = (text: string) => new TextEncoder().encode(text);

/** A provider that has sent its headers. */
function setUp(form: AnswerForm, contentType: string) {
  const hand = createHand();
  let source: ReadableStreamDefaultController<Uint8Array> | undefined;
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      source = controller;
    },
  });
  const opening = openAnswer(
    { provider: { send: async () => ({ ok: true, contentType, body }) }, clock: hand.clock },
    { request: { path: '/x', contentType: 'application/json', parts: [bytes('{}')] }, form },
    LIMITS,
    new AbortController().signal,
  );
  return {
    opening,
    advance: hand.advance,
    say: (text: string) => source?.enqueue(bytes(text)),
    end: () => source?.close(),
  };
}

describe('an answer', () => {
  it('that does not begin is given up in its time', async () => {
    const { opening, advance } = setUp('audio', 'audio/mpeg');
    await advance(LIMITS.firstTokenMs);
    expect(await opening).toEqual({ kind: 'failed', failure: { cause: 'first_token_timeout' } });
  });

  it('is not kept alive by chunks in which nothing is', async () => {
    const { opening, advance, say } = setUp('audio', 'audio/mpeg');
    for (let time = 0; time < 4; time += 1) {
      say('');
      await advance(LIMITS.firstTokenMs / 4);
    }
    expect(await opening).toMatchObject({ kind: 'failed', failure: { cause: 'first_token_timeout' } });
  });

  it.each([
    ['data: {"type":"speech.audio.delta"}\n\n', 'provider_interrupted'],
    ['data: {"type":"speech.audio.done"}\n\n', null],
  ])('of events that ends behind %j tells %s', async (last, code) => {
    const { opening, say, end } = setUp('events', 'text/event-stream');
    say(last);
    const opened = await opening;
    if (opened.kind !== 'begun') throw new Error(opened.kind);
    const ends: unknown[] = [];
    const read = new Response(relayAnswer(opened, { onEnd: (failure) => ends.push(failure) })).text();
    end();
    const text = await read;
    expect(ends).toEqual([code === null ? undefined : { cause: 'interrupted' }]);
    expect(text.includes('"error"')).toBe(code !== null);
    if (code !== null) expect(text).toContain(code);
  });
});
