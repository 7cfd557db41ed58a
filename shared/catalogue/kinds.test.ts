import { describe, expect, it } from 'vitest';
import { createVariableReader } from '../config/variables.ts';
import { findChain, findPrice, firstNameOf, kindOfChain, MODEL_KINDS } from './catalogue.ts';
import { formatProblem, parseCatalogue } from './parse.ts';
import { costMicroUsd, type PricedUsage } from './price.ts';
import { readCatalogue } from './read.ts';

const DATE = '2026-11-01';
const GOOD = {
  default: 'chat',
  providers: [{ name: 'a', base_url: 'https://a.example/v1', key: 'A_KEY' }],
  models: [
    { name: 'chat', provider: 'a' },
    { name: 'embed', provider: 'a', kind: 'embedding', prices: { date: DATE, prompt: 0.02 } },
    { name: 'judge', provider: 'a', kind: 'moderation', prices: { date: DATE, prompt: 0 } },
    { name: 'voice', provider: 'a', kind: 'speech', prices: { date: DATE, characters: 15 } },
    { name: 'ear', provider: 'a', kind: 'transcription', prices: { date: DATE, minute: 0.006 } },
    { name: 'ear-2', provider: 'a', kind: 'transcription' },
    {
      name: 'talker',
      provider: 'a',
      kind: 'realtime',
      prices: { date: DATE, prompt: 4, audio: 32, completion: 16, completion_audio: 64 },
    },
  ] as Record<string, unknown>[],
  aliases: [{ name: 'ears', chain: [{ target: 'ear' }, { target: 'ear-2' }] }],
};

function problemsOf(change: (draft: typeof GOOD) => void): string[] {
  const draft = structuredClone(GOOD);
  change(draft);
  const parsed = parseCatalogue(draft);
  return parsed.ok ? [] : parsed.problems.map((problem) => formatProblem(problem, 'c'));
}

function good() {
  const parsed = parseCatalogue(GOOD);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.catalogue;
}

const kindNamed = (name: string) => kindOfChain(findChain(good(), name) ?? []);

describe('the kind of a model', () => {
  it('is chat unless it is said, and an alias has that of its chain', () => {
    const names = ['chat', 'embed', 'judge', 'voice', 'ears', 'talker'];
    expect(names.map(kindNamed)).toEqual([...MODEL_KINDS]);
  });

  it('finds the first name of the kind', () => {
    expect(firstNameOf(good(), 'moderation')).toBe('judge');
    expect(firstNameOf(good(), 'transcription')).toBe('ears');
  });

  it.each<[string, PricedUsage, number]>([
    ['embed', { promptTokens: 1e6, completionTokens: 0 }, 20_000],
    ['voice', { promptTokens: 100, completionTokens: 100, characters: 1_000 }, 15_000],
    ['ear', { promptTokens: 0, completionTokens: 0, minutes: 10 }, 60_000],
    // Of each half is sound, which is dearer than text.
    ['talker', { promptTokens: 1_000, audioTokens: 500, completionTokens: 1_000, spokenTokens: 500 }, 58_000],
  ])('%s is billed in its own unit', (name, usage, microUsd) => {
    const price = findPrice(good(), name, null);
    expect(price && costMicroUsd(price, usage)).toBe(microUsd);
  });

  it.each<[string, Parameters<typeof problemsOf>[0], string]>([
    [
      'an unknown kind',
      (c) => Object.assign(c.models[1] ?? {}, { kind: 'embeddings' }),
      'c: models[1].kind must be one of chat, embedding, moderation, speech, transcription, realtime',
    ],
    [
      'a chain of two kinds',
      (c) => Object.assign(c.aliases[0] ?? {}, { chain: [{ target: 'ear' }, { target: 'voice' }] }),
      'c: aliases[0].chain mixes kinds: ear is for transcription, voice is for speech',
    ],
    [
      'a default that does not chat',
      (c) => Object.assign(c, { default: 'ears' }),
      'c: default must chat: ears is for transcription',
    ],
    [
      'no price by the minute or token',
      (c) => Object.assign(c.models[4] ?? {}, { prices: { date: DATE } }),
      'c: models[4].prices needs minute, or prompt and completion',
    ],
    [
      'a price of half of the tokens',
      (c) => Object.assign(c.models[3] ?? {}, { prices: { date: DATE, prompt: 1 } }),
      'c: models[3].prices.completion is missing',
    ],
    [
      'a price of characters for a chat',
      (c) => Object.assign(c.models[0] ?? {}, { prices: { date: DATE, characters: 1 } }),
      'c: models[0].prices.prompt is missing',
    ],
    [
      'an embedding without its price',
      (c) => Object.assign(c.models[1] ?? {}, { prices: { date: DATE } }),
      'c: models[1].prices.prompt is missing',
    ],
  ])('%s is refused', (_name, change, expected) => {
    expect(problemsOf(change)).toContain(expected);
  });
});

describe('OpenAI’s own models', () => {
  const catalogueAt = (url: string) => {
    const env = { DEFAULT_LLM_MODEL: 'gpt-4o-mini', OPENAI_BASE_URL: url };
    return readCatalogue(createVariableReader(env), env);
  };
  const costOf = (name: string, usage: Partial<PricedUsage>) => {
    const price = findPrice(catalogueAt('https://api.openai.com/v1'), name, null);
    return price && costMicroUsd(price, { promptTokens: 0, completionTokens: 0, ...usage });
  };

  it.each<[string, Partial<PricedUsage>, number]>([
    ['text-embedding-3-small', { promptTokens: 1e6 }, 20_000],
    ['text-embedding-3-large', { promptTokens: 1e6 }, 130_000],
    ['omni-moderation-latest', { promptTokens: 1e6 }, 0],
    ['omni-moderation-2024-09-26', { promptTokens: 1e6 }, 0],
    ['whisper-1', { minutes: 1 }, 6_000],
    ['gpt-4o-transcribe', { promptTokens: 1e6, audioTokens: 1e6, completionTokens: 1e6 }, 16_000_000],
    ['gpt-4o-mini-transcribe', { promptTokens: 1e6, audioTokens: 1e6, completionTokens: 1e6 }, 8_000_000],
    ['tts-1', { characters: 1e6 }, 15_000_000],
    ['tts-1-hd', { characters: 1e6 }, 30_000_000],
    ['gpt-4o-mini-tts', { promptTokens: 1e6, completionTokens: 1e6 }, 12_600_000],
    ['gpt-4o-mini-tts-2025-03-20', { promptTokens: 1e6 }, 600_000],
  ])('%s is known with its price', (name, usage, microUsd) => {
    expect(costOf(name, usage)).toBe(microUsd);
  });

  it('are not known at another provider', () => {
    expect(findChain(catalogueAt('https://llm.example/v1'), 'whisper-1')).toBeUndefined();
  });
});
