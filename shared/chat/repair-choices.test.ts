import { describe, expect, it } from 'vitest';
import { createFrameParser } from './frame-parser.ts';
import { createChoiceRepair } from './repair-choices.ts';

function repair(...choices: object[]) {
  const parse = createFrameParser();
  const choiceRepair = createChoiceRepair();
  return choices.map((choice) => {
    const data = JSON.stringify({ choices: [choice] });
    const frame = parse(data);
    if (frame.kind !== 'chunk') throw new Error(frame.kind);
    const repaired = choiceRepair.repair(data, frame.chunk);
    return { isSame: repaired === data, choice: JSON.parse(repaired).choices[0] as object };
  });
}

const said = (content: unknown, more: object = {}) => ({
  index: 0,
  delta: { ...more, content },
  finish_reason: null,
});

describe('the choices of a stream', () => {
  it('stay as they are, byte by byte, when nothing is missing', () => {
    const frames = [
      said('', { role: 'assistant' }),
      said('Hi'),
      said(' you'),
      said(null),
      { index: 0, delta: {} },
    ];
    expect(repair(...frames).every(({ isSame }) => isSame)).toBe(true);
  });

  // OpenAI's client throws "missing role for choice 0".
  it.each([
    ['none', { content: 'Hi' }],
    ['an empty one', { role: '', content: 'Hi' }],
    ['null', { role: null, content: 'Hi' }],
  ])('begin with a role where the provider gave %s', (_, delta) => {
    const [first, second] = repair({ index: 0, delta, finish_reason: null }, said('!'));
    expect(first?.choice).toEqual({
      index: 0,
      delta: { role: 'assistant', content: 'Hi' },
      finish_reason: null,
    });
    expect(second?.isSame).toBe(true);
  });

  // The AI SDK refuses a chunk with another role than the assistant's.
  it('have none that is empty where they go on', () => {
    const [, second] = repair(said('', { role: 'assistant' }), said('Hi', { role: '' }));
    expect(second?.choice).toEqual(said('Hi', { role: 'assistant' }));
  });

  // It throws "contains an invalid choice index".
  it('have the index that a provider of one choice leaves out', () => {
    const frames = [
      { delta: { role: 'assistant', content: 'Hi' } },
      { delta: { content: '!' } },
      { delta: {} },
    ];
    expect(repair(...frames).map(({ choice }) => choice)).toEqual(
      frames.map((each) => ({ ...each, index: 0 })),
    );
  });

  // Others would join "[object Object]".
  it('have their text as a text where it comes in parts, and thoughts beside it', () => {
    const parts = [
      { type: 'thinking', thinking: [{ type: 'text', text: 'Hm.' }] },
      { type: 'text', text: 'H' },
      { type: 'text', text: 'i' },
    ];
    const [first, second] = repair(said(parts, { role: 'assistant' }), said([{ type: 'text', text: '!' }]));
    expect(first?.choice).toEqual(said('Hi', { role: 'assistant', reasoning_content: 'Hm.' }));
    expect(second?.choice).toEqual(said('!'));
  });

  // `choices[0].delta.content` is what every client reads; Azure's filter speaks in choices without a delta.
  it.each([
    ['none', { index: 0, content_filter_offsets: {} }],
    ['null', { index: 0, delta: null }],
  ])('have a delta where the provider gave %s', (_, choice) => {
    const [, second] = repair(said('', { role: 'assistant' }), choice);
    expect(second?.choice).toEqual({ ...choice, delta: {} });
  });

  it('have a delta where the provider gave a message', () => {
    const message = { role: 'assistant', content: 'Hi' };
    const [first, second] = repair(
      { index: 0, message, finish_reason: null },
      { index: 0, message: { content: '!' }, finish_reason: null },
    );
    expect(first?.choice).toEqual(said('Hi', { role: 'assistant' }));
    expect(second?.choice).toEqual(said('!'));
  });

  it('have a delta where the provider gave a text, as for completions', () => {
    const [first, second] = repair(
      { index: 0, text: 'Hi', finish_reason: null },
      { index: 0, text: '!', finish_reason: null },
    );
    expect(first?.choice).toEqual(said('Hi', { role: 'assistant' }));
    expect(second?.choice).toEqual(said('!'));
    // Together's text stands beside a delta.
    const called = { role: 'assistant', content: null, tool_calls: [{ index: 0, id: 'a' }] };
    const beside = { index: 0, text: '', delta: called, finish_reason: null };
    expect(repair(beside)[0]?.isSame).toBe(true);
  });

  // LangChain adds the counts of all chunks.
  it('are without the usage that a chunk of its own tells behind the end', () => {
    const usage = { prompt_tokens: 5, completion_tokens: 2, total_tokens: 7 };
    const end = { index: 0, delta: { role: 'assistant' }, finish_reason: 'stop' };
    const repaired = (frame: object) => {
      const parsed = createFrameParser()(JSON.stringify(frame));
      if (parsed.kind !== 'chunk') throw new Error(parsed.kind);
      return JSON.parse(createChoiceRepair().repair(JSON.stringify(frame), parsed.chunk)) as object;
    };
    const object = 'chat.completion.chunk';
    expect(repaired({ id: 'c', object, choices: [end], usage })).toEqual({ id: 'c', object, choices: [end] });
    const going = { id: 'c', object, choices: [{ ...end, finish_reason: null }] };
    expect(repaired({ ...going, usage })).toEqual(going);
  });

  // MiniMax's with each piece. Typed clients fail on a count without its fields.
  it.each([
    { total_tokens: 0, total_characters: 0 },
    { prompt_tokens: 0, completion_tokens: 0 },
  ])('are without a usage that counts nothing: %j', (usage) => {
    const choice = said('Hi', { role: 'assistant' });
    const data = JSON.stringify({ object: 'chat.completion.chunk', choices: [choice], usage });
    const parse = createFrameParser();
    const choiceRepair = createChoiceRepair();
    for (const written of [data, data.replace('Hi', 'you')]) {
      const frame = parse(written);
      if (frame.kind !== 'chunk') throw new Error(frame.kind);
      expect(JSON.parse(choiceRepair.repair(written, frame.chunk))).not.toHaveProperty('usage');
    }
  });

  // Many clients end at the first reason that is not null.
  it.each(['', 'null', 'none'])('have no reason for an end that is none: %j', (finish_reason) => {
    const [, going, ended] = repair(
      said('', { role: 'assistant' }),
      { index: 0, delta: { content: 'Hi' }, finish_reason },
      { index: 0, delta: {}, finish_reason: 'stop' },
    );
    expect(going?.choice).toEqual(said('Hi'));
    expect(ended?.isSame).toBe(true);
  });

  // Others fail on a word that they do not know, or never run the tools.
  it.each([
    ['eos', 'stop'],
    ['max_tokens', 'length'],
    ['tool_use', 'tool_calls'],
  ])('end in OpenAI’s words: %s', (finish_reason, reason) => {
    const [first] = repair({ index: 0, delta: { role: 'assistant', content: 'Hi' }, finish_reason });
    expect(first?.choice).toEqual({ ...said('Hi', { role: 'assistant' }), finish_reason: reason });
  });
});
