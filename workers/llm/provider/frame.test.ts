import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFrame } from './frame.ts';

const chunk = (choices: unknown, more: object = {}) =>
  JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'm', choices, ...more });
const delta = (value: unknown, finish: string | null = null) =>
  chunk([{ index: 0, delta: value, finish_reason: finish }]);

describe('a frame', () => {
  it.each([
    ['text', delta({ content: '안' }), true],
    ['a refusal', delta({ refusal: 'no' }), true],
    ['reasoning', delta({ reasoning_content: 'hm' }), true],
    ['a tool call', delta({ tool_calls: [{ index: 0 }] }), true],
    ['an end', delta({}, 'stop'), true],
    ['a role alone', delta({ role: 'assistant', content: '' }), false],
    ['nothing', delta({}), false],
    ['no delta', chunk([{ index: 0 }]), false],
    ['no choice', chunk([]), false],
  ])('with %s: progress %s', (_name, data, progress) => {
    expect(readFrame(data)).toMatchObject({ kind: 'chunk', data, progress });
  });

  it('keeps the text as it came', () => {
    const data = ` ${delta({ content: 'a' })} `;
    expect(readFrame(data)).toMatchObject({ data });
  });

  it('gives usage when it is counted, and not when it is null or nonsense', () => {
    const usage = { prompt_tokens: 2, completion_tokens: 3, total_tokens: 5 };
    expect(readFrame(chunk([], { usage }))).toMatchObject({ usage });
    expect(readFrame(chunk([], { usage: { prompt_tokens: 2, completion_tokens: 3 } }))).toMatchObject({
      usage,
    });
    for (const bad of [null, {}, { prompt_tokens: -1, completion_tokens: 3 }, { prompt_tokens: '2' }, []]) {
      expect(readFrame(chunk([], { usage: bad }))).not.toHaveProperty('usage');
    }
  });

  it('says that the stream is done', () => {
    expect(readFrame('[DONE]')).toEqual({ kind: 'done' });
    expect(readFrame(' [DONE] ')).toEqual({ kind: 'done' });
  });

  it('knows an error by its shape, and a limit by its code', () => {
    expect(readFrame('{"error":{"message":"x"}}')).toMatchObject({ failure: { cause: 'server_error' } });
    expect(readFrame('{"error":{"code":"rate_limit_exceeded"}}')).toMatchObject({
      failure: { cause: 'rate_limited' },
    });
    expect(readFrame('{"error":{"code":"context_length_exceeded"}}')).toMatchObject({
      failure: { cause: 'context_too_long' },
    });
  });

  it.each([
    '',
    'hello',
    '{',
    'null',
    '1',
    '[]',
    '{}',
    '{"choices":{}}',
    '{"choices":[null]}',
    '{"choices":[{"delta":1}]}',
  ])('%j is garbled', (data) => {
    expect(readFrame(data)).toEqual({ kind: 'error', failure: { cause: 'garbled' } });
  });

  it('never throws', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.json().map((text) => `{"choices":[${text}]}`),
        ),
        (data) => {
          expect(['chunk', 'done', 'error']).toContain(readFrame(data).kind);
        },
      ),
    );
  });
});
