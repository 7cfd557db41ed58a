import { describe, expect, it } from 'vitest';
import type { Caller } from '../../../shared/contract/caller.ts';
import { estimateTokens } from '../../../shared/text/estimate-tokens.ts';
import { createLearnedEstimates } from '../limits/learned.ts';
import { NO_SETTINGS } from '../settings/scopes.ts';
import { findContinued } from './continued.ts';
import type { RememberedMessage } from './message-row.ts';
import { buildPrompt, buildShorterPrompt, type PromptSources } from './prompt.ts';

const caller: Caller = { user_id: '1', guild_id: null, channel_id: '2', locale: 'en' };
const said = (role: 'user' | 'assistant', content: string, tokens = 10): RememberedMessage => ({
  message: { role, content },
  tokens,
});
const turn = (name: string, tokens = 10) => [
  said('assistant', `A${name}`, tokens),
  said('user', `Q${name}`, tokens),
];

const sources = (overrides: Partial<PromptSources>): PromptSources => ({
  caller,
  settings: NO_SETTINGS,
  instructionTokens: 0,
  newestFirst: [],
  continued: null,
  asked: [{ role: 'user', content: 'next' }],
  memoryTokens: 100,
  windowTokens: 10_000,
  nowMs: 0,
  ...overrides,
});
const texts = (messages: ReturnType<typeof buildPrompt> | null) =>
  messages?.slice(1).map(({ content }) => content);

describe('a prompt that continues an answer', () => {
  it('ends with that question and answer, before what is asked', () => {
    const prompt = buildPrompt(sources({ newestFirst: turn('2'), continued: turn('1') }));
    expect(texts(prompt)).toEqual(['Q2', 'A2', 'Q1', 'A1', 'next']);
  });

  it('takes what was shown for an answer that is not stored, with its question if that is known', () => {
    const shown = (stored: RememberedMessage[]) =>
      texts(buildPrompt(sources({ newestFirst: turn('2'), continued: findContinued(stored, 'shown') })));
    expect(shown([])).toEqual(['Q2', 'A2', expect.stringContaining('not known'), 'shown', 'next']);
    expect(shown([said('user', 'Q1')])).toEqual(['Q2', 'A2', 'Q1', 'shown', 'next']);
    expect(shown(turn('1'))).toEqual(['Q2', 'A2', 'Q1', 'A1', 'next']);
  });

  it('keeps the end of the answer when the turn is larger than the memory', () => {
    const long = said('assistant', 'x'.repeat(1_000), 1_000);
    const ends = (continued: RememberedMessage[]) =>
      texts(buildPrompt(sources({ newestFirst: turn('2'), continued })));
    expect(ends([long, said('user', 'Q1')])).toEqual(['Q1', `…${'x'.repeat(90)}`, 'next']);
    const lost = expect.stringContaining('not known');
    expect(ends([long, said('user', 'long', 500)])).toEqual([lost, `…${'x'.repeat(100)}`, 'next']);
    expect(ends([said('assistant', 'A1'), said('user', 'long', 500)])).toEqual([
      'Q2',
      'A2',
      lost,
      'A1',
      'next',
    ]);
  });

  it('has nothing to go on from when neither is known', () => {
    expect(findContinued([], undefined)).toBeNull();
    expect(findContinued([], undefined, 'Q1')).toBeNull();
    expect(findContinued([said('user', 'Q1')], ' ')).toBeNull();
  });
});

describe('a shorter prompt', () => {
  it('holds half of what the first held, by tokens', () => {
    const newestFirst = [...turn('3'), ...turn('2'), ...turn('1')];
    expect(texts(buildPrompt(sources({ newestFirst })))).toHaveLength(7);
    expect(texts(buildShorterPrompt(sources({ newestFirst })))).toEqual(['Q3', 'A3', 'next']);
  });

  it('holds at least the question', () => {
    expect(texts(buildShorterPrompt(sources({ newestFirst: turn('1', 45) })))).toEqual(['next']);
  });

  it('does not exist without a history', () => {
    expect(buildShorterPrompt(sources({}))).toBeNull();
    expect(buildShorterPrompt(sources({ newestFirst: turn('1'), memoryTokens: 0 }))).toBeNull();
  });
});

it('takes fewer turns along for a model that has counted more tokens of them', () => {
  const estimates = createLearnedEstimates();
  const said = '서울에서 부산까지 기차로 얼마나 걸리는지 궁금해요. '.repeat(4);
  const newestFirst = Array.from({ length: 10 }, (_, index): RememberedMessage => {
    const role = index % 2 === 0 ? 'assistant' : 'user';
    return { message: { role, content: said }, tokens: estimateTokens(said) };
  });
  const turns = () =>
    buildPrompt(sources({ newestFirst, memoryTokens: 800, estimate: estimates.of('small') })).length;
  const before = turns();
  for (let time = 0; time < 60; time += 1)
    estimates.learn('small', [{ role: 'user', content: said }], said.length * 2);
  expect(turns()).toBeLessThan(before);
  expect(turns()).toBeGreaterThan(2);
});
