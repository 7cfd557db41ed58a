import { expect, it } from 'vitest';
import { createFrameParser } from '../../../shared/chat/frame-parser.ts';
import { createRecapFilter } from './recap.ts';

function filter(...frames: object[]) {
  const parse = createFrameParser();
  const withoutRecap = createRecapFilter();
  return frames.map((written) => {
    const data = JSON.stringify(written);
    const frame = parse(data);
    if (frame.kind !== 'chunk') throw new Error(frame.kind);
    const kept = withoutRecap({ data, chunk: frame.chunk });
    return { isSame: kept.data === data, data: JSON.parse(kept.data) as object, chunk: kept.chunk };
  });
}

const usage = { prompt_tokens: 5, completion_tokens: 2, total_tokens: 7 };
const said = (delta: object) => ({
  id: 'c',
  object: 'chat.completion.chunk',
  choices: [{ index: 0, delta, finish_reason: null }],
});
const whole = (message: object) => ({
  id: 'c',
  object: 'chat.completion',
  choices: [{ index: 0, message, finish_reason: 'stop' }],
  usage,
});
const message = { role: 'assistant', content: 'Hi you', reasoning_content: 'Hm.' };

it('leaves of an answer that is told once more its end and its count', () => {
  const [first, second, last] = filter(said({ content: 'Hi' }), said({ content: ' you' }), whole(message));
  expect([first?.isSame, second?.isSame]).toEqual([true, true]);
  expect(last?.data).toEqual({
    id: 'c',
    object: 'chat.completion',
    choices: [{ index: 0, delta: {}, finish_reason: 'stop' }],
    usage,
  });
  expect(last?.chunk).toMatchObject({
    choices: [{ text: '', reasoning: '', finishReason: 'stop' }],
    usage,
  });
});

it('takes calls that are told once more for no others', () => {
  const call = { id: 'a', type: 'function', function: { name: 'f', arguments: '{}' } };
  const calls = said({ tool_calls: [{ index: 0, ...call }] });
  const [, last] = filter(calls, whole({ role: 'assistant', content: null, tool_calls: [call] }));
  expect(last?.chunk.choices[0]?.toolCalls).toEqual([]);
});

it.each([
  ['nothing has been said', said({ role: 'assistant', content: '' })],
  ['there were but thoughts', said({ reasoning_content: 'Hm.' })],
])('leaves an answer that comes whole when %s', (_, before) => {
  const [, last] = filter(before, whole(message));
  expect(last?.isSame).toBe(true);
  expect(last?.chunk.choices[0]?.text).toBe('Hi you');
});

it('leaves pieces that stand in messages', () => {
  const piece = (content: string) => ({ choices: [{ index: 0, message: { content }, finish_reason: null }] });
  expect(filter(piece('Hi'), piece(' you')).map(({ isSame }) => isSame)).toEqual([true, true]);
});
