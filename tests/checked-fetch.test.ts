import { describe, expect, it } from 'vitest';
import { createCheckedFetch } from './checked-fetch.ts';

const CHAT = 'http://libra.test/v1/chat/completions';
const chunk = (delta: object, more: object = {}) =>
  `data: ${JSON.stringify({
    id: 'c',
    object: 'chat.completion.chunk',
    created: 1,
    model: 'm',
    choices: [{ index: 0, delta, finish_reason: null }],
    ...more,
  })}\n\n`;
const EVENTS = { headers: { 'content-type': 'text/event-stream; charset=utf-8' } };

async function read(url: string, body: BodyInit, init: ResponseInit = {}) {
  const checked = createCheckedFetch(async () => new Response(body, init));
  const text = await (await checked.fetch(url)).text();
  return { text, faults: checked.takeFaults() };
}

describe('the fetch of a client under test', () => {
  it('passes a stream on and finds nothing in a right one', async () => {
    const body = `: open\n\n${chunk({ content: '안녕' })}${chunk({})}data: [DONE]\n\n`;
    expect(await read(CHAT, body, EVENTS)).toEqual({ text: body, faults: [] });
  });

  it('finds a chunk, an error and a whole answer that are wrong', async () => {
    const wrong = [chunk({ content: 5 }), chunk({}, { libra: {} }), 'data: {"error":{}}\n\n'].join('');
    expect((await read(CHAT, wrong, EVENTS)).faults.join()).toMatch(/delta\.content.*libra.*error\.message/);
    expect((await read(CHAT, '{}')).faults.join()).toContain('chatCompletion.choices');
    expect((await read(CHAT, '{}', { status: 400 })).faults.join()).toContain('error.error');
    expect((await read('http://libra.test/v1/models', '{}')).faults.join()).toContain('modelList.data');
  });

  it('looks at no answer of a form that it does not know', async () => {
    expect((await read('http://libra.test/v1/audio/speech', 'MP3')).faults).toEqual([]);
  });

  it('lets a cancellation through', async () => {
    let isCancelled = false;
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new TextEncoder().encode(chunk({ content: 'x' }))),
      cancel: () => {
        isCancelled = true;
      },
    });
    const checked = createCheckedFetch(async () => new Response(body, EVENTS));
    const reader = (await checked.fetch(CHAT)).body?.getReader();
    await reader?.read();
    await reader?.cancel();
    expect(isCancelled).toBe(true);
  });
});
