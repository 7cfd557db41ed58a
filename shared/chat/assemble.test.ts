import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAssembler } from './assemble.ts';
import { parseFrame } from './chunk.ts';
import { readCall } from './messages.ts';

function assemble(frames: readonly object[]) {
  let ids = 0;
  const assembler = createAssembler(() => `made_${++ids}`);
  for (const frame of frames) {
    const parsed = parseFrame(JSON.stringify(frame));
    if (parsed.kind === 'chunk') assembler.add(parsed.chunk);
  }
  return assembler.answer;
}

const said = (delta: object, index = 0, finish: string | null = null) => ({
  id: 'c1',
  created: 7,
  model: 'm-1',
  choices: [{ index, delta, finish_reason: finish }],
});
const calls = (...toolCalls: object[]) => said({ tool_calls: toolCalls });
const callsOf = (frames: readonly object[]) =>
  assemble(frames).choices[0]?.toolCalls.map((call) => {
    const { name, input } = readCall(call);
    return [call.id, name, input];
  });

describe('the assembler', () => {
  it('joins text, refusal and reasoning, and keeps who answered and what it used', () => {
    const usage = { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 };
    const answer = assemble([
      { ...said({ role: 'assistant', content: '' }), libra: { model: 'a', provider: 'p' } },
      said({ reasoning_content: 'hm' }),
      said({ content: '안' }),
      said({ content: '녕' }),
      said({ refusal: 'no' }),
      said({}, 0, 'stop'),
      { choices: [], usage },
      { choices: [], libra: { cached: false, model: 'b' } },
    ]);
    expect(answer).toEqual({
      id: 'c1',
      created: 7,
      model: 'm-1',
      choices: [
        { index: 0, text: '안녕', refusal: 'no', reasoning: 'hm', toolCalls: [], finishReason: 'stop' },
      ],
      usage,
      libra: { model: 'b', provider: 'p', cached: false },
    });
  });

  it('keeps choices apart, in the order of their index', () => {
    const { choices } = assemble([
      said({ content: 'b' }, 1),
      said({ content: 'a' }),
      said({ content: 'B' }, 1),
    ]);
    expect(choices.map(({ index, text }) => [index, text])).toEqual([
      [0, 'a'],
      [1, 'bB'],
    ]);
  });

  it('has one empty choice when nothing was said', () => {
    expect(assemble([])).toMatchObject({
      choices: [{ index: 0, text: '', finishReason: null }],
      usage: null,
    });
  });

  it('puts a call together as OpenAI streams it', () => {
    expect(
      callsOf([
        calls({ index: 0, id: 'x', type: 'function', function: { name: 'f', arguments: '' } }),
        calls({ index: 0, function: { arguments: '{"a"' } }),
        calls({ index: 0, function: { arguments: ':1}' } }),
      ]),
    ).toEqual([['x', 'f', '{"a":1}']]);
  });

  it('keeps parallel calls apart, their pieces mixed', () => {
    expect(
      callsOf([
        calls(
          { index: 0, id: 'x', function: { name: 'f', arguments: '' } },
          { index: 1, id: 'y', function: { name: 'g', arguments: '' } },
        ),
        calls({ index: 1, function: { arguments: '{"b"' } }),
        calls({ index: 0, function: { arguments: '{"a"' } }),
        calls({ index: 1, function: { arguments: ':2}' } }),
        calls({ index: 0, function: { arguments: ':1}' } }),
      ]),
    ).toEqual([
      ['x', 'f', '{"a":1}'],
      ['y', 'g', '{"b":2}'],
    ]);
  });

  it.each([
    ['without an index', undefined, undefined],
    ['with 0 for every call', 0, 0],
    ['counted from 1', 1, 2],
  ])('keeps two calls apart %s', (_name, first, second) => {
    expect(
      callsOf([
        calls({ index: first, id: 'x', function: { name: 'f', arguments: '{"a"' } }),
        calls({ index: first, function: { arguments: ':1}' } }),
        calls({ index: second, id: 'y', function: { name: 'g', arguments: '{"b"' } }),
        calls({ index: second, function: { arguments: ':2}' } }),
      ]),
    ).toEqual([
      ['x', 'f', '{"a":1}'],
      ['y', 'g', '{"b":2}'],
    ]);
  });

  it('takes a repeated id for the same call', () => {
    expect(
      callsOf([
        calls({ id: 'x', function: { name: 'f', arguments: '{' } }),
        calls({ id: 'x', function: { name: 'f', arguments: '}' } }),
      ]),
    ).toEqual([['x', 'f', '{}']]);
  });

  it('names calls that come whole and without an id', () => {
    expect(
      callsOf([
        calls({ function: { name: 'f', arguments: { a: 1 } } }),
        calls({ id: '', function: { name: 'f', arguments: '{"a":2}' } }),
      ]),
    ).toEqual([
      ['made_1', 'f', '{"a":1}'],
      ['made_2', 'f', '{"a":2}'],
    ]);
  });

  // Gemini: each whole, without an id, and 0 for both.
  it('keeps calls apart that come whole under one index', () => {
    const whole = (name: string, args: string) =>
      calls({ index: 0, id: '', type: 'function', function: { name, arguments: args } });
    expect(callsOf([whole('f', '{"a":1}'), whole('f', '{"a":2}'), whole('g', '{}')])).toEqual([
      ['made_1', 'f', '{"a":1}'],
      ['made_2', 'f', '{"a":2}'],
      ['made_3', 'g', '{}'],
    ]);
  });

  it('takes a name that is repeated with each piece for the same call', () => {
    const piece = (args: string) => calls({ index: 0, function: { name: 'f', arguments: args } });
    expect(callsOf([piece('{"a":{}'), piece(',"b":{"c":2}'), piece('}'), piece('')])).toEqual([
      ['made_1', 'f', '{"a":{},"b":{"c":2}}'],
    ]);
  });

  it('loses no argument, however the calls are cut into pieces', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.string({ minLength: 1 }), { minLength: 1 }), { minLength: 1, maxLength: 4 }),
        (pieces) => {
          const frames = pieces.flatMap((parts, index) =>
            parts.map((part, at) =>
              calls({
                index,
                ...(at === 0 ? { id: `id${index}` } : {}),
                function: { ...(at === 0 ? { name: 'f' } : {}), arguments: part },
              }),
            ),
          );
          expect(callsOf(frames)).toEqual(pieces.map((parts, index) => [`id${index}`, 'f', parts.join('')]));
        },
      ),
    );
  });

  it('carries all that a whole answer has', () => {
    const token = { token: 'a', logprob: -0.1, bytes: [97], top_logprobs: [] };
    const answer = assemble([
      { ...said({ content: 'a' }), service_tier: 'default', system_fingerprint: 'fp' },
      { choices: [{ index: 0, delta: {}, logprobs: { content: [token], refusal: null } }] },
      said({ annotations: [{ type: 'url_citation' }] }),
      said({ annotations: [] }),
      said({ audio: { id: 'au', data: 'AAA=', expires_at: 9 } }),
      said({ audio: { data: 'AAAA', transcript: 'hi' } }),
      said({}, 0, 'stop'),
      said({ content: 'b' }, 1, 'length'),
    ]);
    expect(answer).toMatchObject({
      serviceTier: 'default',
      systemFingerprint: 'fp',
      choices: [
        {
          text: 'a',
          logprobs: { content: [token], refusal: [] },
          annotations: [{ type: 'url_citation' }],
          audio: { id: 'au', data: 'AAAAAAA=', transcript: 'hi', expires_at: 9 },
          finishReason: 'stop',
        },
        { text: 'b', finishReason: 'length' },
      ],
    });
  });

  it('keeps the signature that Gemini wants back with a call', () => {
    const extra_content = { google: { thought_signature: 'c2ln' } };
    const f = { name: 'f', arguments: '{}' };
    const { choices } = assemble([
      calls({ index: 0, id: 'a', function: f, extra_content }, { index: 1, id: 'b', function: f }),
      calls({ index: 0, function: { arguments: '' }, extra_content: null }),
    ]);
    expect(choices[0]?.toolCalls).toEqual([
      { id: 'a', type: 'function', function: f, extra_content },
      { id: 'b', type: 'function', function: f },
    ]);
  });

  it('puts the input of a custom tool together', () => {
    const custom = (fields: object, input: string) =>
      calls({ index: 0, ...fields, custom: { ...(input === 'ls' ? { name: 'shell' } : {}), input } });
    const { choices } = assemble([custom({ id: 'x', type: 'custom' }, 'ls'), custom({}, ' -l')]);
    expect(choices[0]?.toolCalls).toEqual([
      { id: 'x', type: 'custom', custom: { name: 'shell', input: 'ls -l' } },
    ]);
  });
});
