import { expect, it } from 'vitest';
import { encodeData } from '../../../shared/sse/encode.ts';
import { createCallHider, relayWithoutCalls } from './hide-calls.ts';

const frame = (delta: object, finish: string | null = null, extra: object = {}) =>
  JSON.stringify({ id: 'x', choices: [{ index: 0, delta, finish_reason: finish }], ...extra });
const call = { tool_calls: [{ index: 0, id: 'c', function: { name: 'roll', arguments: '{}' } }] };

it('lets a stream without calls through as it is', () => {
  const frames = [
    frame({ role: 'assistant', content: '' }),
    frame({ content: '"tool_calls"' }),
    frame({}, 'stop'),
  ];
  const { hide } = createCallHider();
  expect(frames.map(hide)).toEqual(frames);
});

it('drops calls and the finish behind them, and keeps what stands beside', () => {
  const { hide } = createCallHider();
  const usage = { usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 } };
  expect(hide(frame({ content: 'So', ...call }))).toBe(frame({ content: 'So' }));
  expect(hide(frame({ role: 'assistant', content: null, ...call }))).toBeNull();
  expect(hide(frame({}, 'tool_calls'))).toBeNull();
  expect(hide(frame({}, 'stop', usage))).toBe(frame({}, null, usage));
  expect(hide('not JSON')).toBe('not JSON');
});

it('relays whole frames, wherever the bytes are cut', async () => {
  const bytes = new TextEncoder().encode(
    [frame({ content: '안녕' }), frame(call), frame({}, 'tool_calls')].map(encodeData).join(''),
  );
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
      controller.close();
    },
  });
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const text = new Response(readable).text();
  await relayWithoutCalls(body, writable);
  await writable.close();
  expect(await text).toBe(encodeData(frame({ content: '안녕' })));
});
