import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatAbout, formatAnswerEnd } from '../../../shared/chat/relay.ts';
import { decodeSse } from '../../../shared/sse/decode.ts';
import { encodeComment, encodeData } from '../../../shared/sse/encode.ts';
import type { Closing } from '../answer/closing.ts';
import { parseResponsesRequest } from '../responses/accept.ts';
import { createResponsesFormat } from './responses-format.ts';

function open(body: object = {}) {
  const parsed = parseResponsesRequest({ model: 'gpt-4o-mini', input: '안녕?', ...body });
  if (!parsed.ok) throw new Error(`${parsed.param}`);
  return createResponsesFormat({ accepted: parsed.value, defaultModel: 'gpt-4o-mini', now: () => 7_000 });
}

const frame = (delta: object, finish: string | null = null) =>
  encodeData(
    JSON.stringify({
      id: 'chatcmpl-1',
      created: 5,
      model: 'm',
      choices: [{ index: 0, delta, finish_reason: finish }],
    }),
  );
const closing: Closing = {
  answer: {
    id: 'chatcmpl-1',
    created: 5,
    model: 'm',
    answeredBy: 'gpt-4o-mini',
    provider: 'api.openai.com',
    content: '안녕하세요 👋',
    finishReason: 'stop',
    usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 },
    fallback: false,
    conversationId: null,
  },
  libra: { model: 'gpt-4o-mini' },
};
const STREAM = [
  encodeComment(formatAbout({ libra: { model: 'gpt-4o-mini' } })),
  frame({ role: 'assistant', content: '' }),
  frame({ content: '안녕' }),
  encodeComment('heartbeat'),
  frame({ content: '하세요 👋' }),
  frame({}, 'stop'),
  encodeComment(formatAnswerEnd(undefined)),
].join('');

/** The bytes, cut at these places. */
function bodyOf(text: string, cuts: readonly number[] = []): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  const ends = [...cuts.map((cut) => cut % bytes.length).sort((a, b) => a - b), bytes.length];
  let start = 0;
  return new ReadableStream({
    start(controller) {
      for (const end of ends) {
        if (end > start) controller.enqueue(bytes.slice(start, end));
        start = Math.max(start, end);
      }
      controller.close();
    },
  });
}

async function relayed(body: ReadableStream<Uint8Array>, rest: (format: ReturnType<typeof open>) => string) {
  const format = open();
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const text = new Response(readable).text();
  await format.relay(body, writable);
  const writer = writable.getWriter();
  await writer.write(new TextEncoder().encode(rest(format)));
  await writer.close();
  return text;
}

async function eventsOf(text: string): Promise<{ type: string; response?: unknown }[]> {
  const events = [];
  for await (const data of decodeSse(bodyOf(text))) events.push(JSON.parse(data));
  return events;
}

describe('an answer as a stream of responses’ events', () => {
  it('is the same wherever its bytes are cut', async () => {
    const cutAt = async (cuts: number[]) =>
      eventsOf(await relayed(bodyOf(STREAM, cuts), (format) => format.ended(closing)));
    const whole = await cutAt([]);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(2_000), { maxLength: 12 }), async (cuts) => {
        expect(await cutAt(cuts)).toEqual(whole);
      }),
      { numRuns: 50 },
    );
  });

  it('ends in the response that the whole answer is, also when it is given again', async () => {
    const events = await eventsOf(await relayed(bodyOf(STREAM), (format) => format.ended(closing)));
    const whole = open().whole(closing);
    expect(events.at(-1)).toMatchObject({ type: 'response.completed', response: whole });
    expect(whole).toMatchObject({
      output: [{ content: [{ text: '안녕하세요 👋' }] }],
      usage: { total_tokens: 5 },
    });
    expect((await eventsOf(open().repeated(closing))).at(-1)?.response).toEqual(whole);
  });

  it('names each event, passes heartbeats on, and keeps what the Workers tell each other', async () => {
    const text = await relayed(bodyOf(STREAM), (format) => format.ended(closing));
    expect(text).toContain(': heartbeat\n\n');
    expect(text).not.toContain('libra');
    const events = await eventsOf(text);
    expect([...text.matchAll(/^event: (.*)$/gm)].map(([, name]) => name)).toEqual(
      events.map(({ type }) => type),
    );
  });

  it('tells of a failure once, in the terms of the request', async () => {
    const broken =
      frame({ content: 'half' }) + encodeData('{"error":{"message":"no","code":"invalid_request"}}');
    const failure = {
      code: 'invalid_request',
      param: 'messages[0].content',
      detail: "'messages[0].content' is bad.",
    } as const;
    const events = await eventsOf(await relayed(bodyOf(broken), (format) => format.brokenOff(failure, true)));
    expect(events.slice(-2)).toMatchObject([
      { type: 'error', code: 'invalid_request', param: 'input', message: "'input' is bad." },
      { type: 'response.failed', response: { status: 'failed' } },
    ]);
    expect(events.filter(({ type }) => type === 'error')).toHaveLength(1);
  });

  it('has what only Libra knows when the client asks for it', () => {
    expect(open().whole(closing)).not.toHaveProperty('libra');
    expect(open({ libra: {} }).whole(closing)).toMatchObject({ libra: { model: 'gpt-4o-mini' } });
  });

  it('ends when its client goes in a silence, and cancels what is behind it', async () => {
    let isCancelled = false;
    let beat = () => {};
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        beat = () => controller.enqueue(new TextEncoder().encode(encodeComment('heartbeat')));
      },
      cancel() {
        isCancelled = true;
      },
    });
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    const relaying = open().relay(body, writable);
    relaying.catch(() => undefined);
    await readable.cancel('gone');
    beat();
    await expect(relaying).rejects.toBe('gone');
    expect(isCancelled).toBe(true);
  });
});
