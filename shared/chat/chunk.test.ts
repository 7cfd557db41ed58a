import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ChatChunk, hasProgress, parseFrame } from './chunk.ts';

const chunk = (choices: unknown, more: object = {}) =>
  JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'm', choices, ...more });
const delta = (value: unknown, finish: string | null = null) =>
  chunk([{ index: 0, delta: value, finish_reason: finish }]);

function read(data: string): ChatChunk {
  const frame = parseFrame(data);
  if (frame.kind !== 'chunk') throw new Error(`a ${frame.kind} frame`);
  return frame.chunk;
}
const choiceOf = (data: string) => read(data).choices[0];

describe('parseFrame', () => {
  it.each([
    ['text', delta({ content: '안' }), true],
    ['a refusal', delta({ refusal: 'no' }), true],
    ['reasoning', delta({ reasoning_content: 'hm' }), true],
    ['a tool call', delta({ tool_calls: [{ index: 0 }] }), true],
    ['an end', delta({}, 'stop'), true],
    ['a role alone', delta({ role: 'assistant', content: '' }), false],
    ['a role with content null, as llama.cpp begins', delta({ role: 'assistant', content: null }), false],
    ['nothing', delta({}), false],
    ['no delta', chunk([{ index: 0 }]), false],
    ['no choice', chunk([]), false],
  ])('finds in a frame with %s: progress %s', (_name, data, progress) => {
    expect(read(data).choices.some(hasProgress)).toBe(progress);
  });

  it('reads text that is a list of parts, and thoughts among them', () => {
    const content = [
      { type: 'thinking', thinking: [{ type: 'text', text: 'hm ' }] },
      { type: 'text', text: 'a' },
      { type: 'text', text: 'b' },
      { type: 'reference', reference_ids: [1] },
    ];
    expect(choiceOf(delta({ content }))).toMatchObject({ text: 'ab', reasoning: 'hm ' });
  });

  it('reads a message in the place of a delta, and nothing of one beside it', () => {
    const message = { role: 'assistant', content: 'Seoul.' };
    const whole = chunk([{ index: 0, message, finish_reason: 'stop' }]);
    expect(choiceOf(whole)).toMatchObject({ text: 'Seoul.', finishReason: 'stop', isOdd: true });
    const beside = chunk([{ index: 0, delta: { content: '.' }, message, finish_reason: null }]);
    expect(choiceOf(beside)).toMatchObject({ text: '.' });
  });

  it('reads a usage that stands in a choice', () => {
    const usage = { prompt_tokens: 20, completion_tokens: 10 };
    expect(read(chunk([{ index: 0, delta: {}, finish_reason: 'stop', usage }])).usage).toMatchObject(usage);
  });

  it('does not take a count of nothing for a later word on a real one', () => {
    expect(read(chunk([], { usage: { prompt_tokens: 0, completion_tokens: 0 } }))).not.toHaveProperty(
      'usage',
    );
  });

  it('reads reasoning under either name, once', () => {
    expect(choiceOf(delta({ reasoning: 'x' }))).toMatchObject({ text: '', reasoning: 'x' });
    expect(choiceOf(delta({ reasoning: 'x', reasoning_content: 'x' }))).toMatchObject({ reasoning: 'x' });
  });

  it.each(['', 'null', 'None', 'error', 'insufficient_system_resource', null, 3, {}])(
    'takes %j for no finish reason',
    (finish) => {
      expect(choiceOf(chunk([{ index: 0, delta: {}, finish_reason: finish }]))).not.toHaveProperty(
        'finishReason',
      );
    },
  );

  it.each(['stop', 'length', 'content_filter', 'tool_calls', 'function_call'])('knows %s', (finish) => {
    expect(choiceOf(delta({}, finish))).toMatchObject({ finishReason: finish });
    expect(choiceOf(delta({}, finish))).not.toHaveProperty('isOdd');
  });

  // An answer that ends so is whole: without this it was told as one that broke off.
  it.each([
    ['eos', 'stop'],
    ['eos_token', 'stop'],
    ['end', 'stop'],
    ['end_turn', 'stop'],
    ['stop_sequence', 'stop'],
    ['STOP', 'stop'],
    ['max_tokens', 'length'],
    ['MAX_TOKENS', 'length'],
    ['model_length', 'length'],
    ['tool_use', 'tool_calls'],
    ['SAFETY', 'content_filter'],
    ['sensitive', 'content_filter'],
    ['refusal', 'content_filter'],
  ])('takes %s for %s', (finish, reason) => {
    expect(choiceOf(delta({}, finish))).toMatchObject({ finishReason: reason, isOdd: true });
  });

  it.each([
    '',
    ' ',
    '{}',
    '{"choices":null}',
    '{"choices":{}}',
    '{"choices":[null]}',
    '{"type":"ping"}',
    '{"choices":[],"prompt_filter_results":[{"prompt_index":0}]}',
    '{"error":null,"choices":[]}',
  ])('takes %j for a chunk in which nothing happens', (data) => {
    expect(read(data)).toMatchObject({ choices: [] });
    expect(read(data)).not.toHaveProperty('usage');
  });

  it('uses what stands beside nothing', () => {
    const usage = { prompt_tokens: 900, completion_tokens: 600, total_tokens: 1500 };
    expect(read(JSON.stringify({ choices: null, usage }))).toMatchObject({ choices: [], usage });
    expect(choiceOf(chunk([null, { index: 0, delta: { content: 'a' } }]))).toMatchObject({ text: 'a' });
  });

  it('gives only those fields of libra that have their type', () => {
    const libra = { model: 'm', provider: 7, fallback: true, cached: 'no', cost_micro_usd: 5, other: 1 };
    expect(read(chunk([], { libra })).libra).toEqual({ model: 'm', fallback: true, cost_micro_usd: 5 });
  });

  it('says that the stream is done', () => {
    expect(parseFrame('[DONE]')).toEqual({ kind: 'done' });
    expect(parseFrame(' [DONE] ')).toEqual({ kind: 'done' });
  });

  it('knows an error in each of its forms', () => {
    expect(parseFrame('{"error":{"message":"x","code":429}}')).toEqual({
      kind: 'error',
      error: { message: 'x', code: 429 },
    });
    expect(parseFrame('{"error":"x"}')).toEqual({ kind: 'error', error: { message: 'x' } });
    expect(parseFrame('{"object":"error","message":"x","code":400}')).toMatchObject({
      kind: 'error',
      error: { message: 'x', code: 400 },
    });
  });

  it.each(['hello', '{', 'null', '1', '[]', '"x"', '<html>'])('takes %j for garbage', (data) => {
    expect(parseFrame(data)).toEqual({ kind: 'garbled' });
  });

  it('never throws', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.json().map((text) => `{"choices":[${text}]}`),
          fc.json().map((text) => `{"choices":[{"delta":${text}}],"usage":${text},"libra":${text}}`),
          fc.json().map((text) => `{"choices":[{"delta":{"content":${text},"tool_calls":[${text}]}}]}`),
        ),
        (data) => {
          expect(['chunk', 'done', 'error', 'garbled']).toContain(parseFrame(data).kind);
        },
      ),
    );
  });
});
