/**
 * OpenAI's models that do something else than chat. Pure. Prices in USD: per million tokens or characters, or per minute.
 * Source: https://platform.openai.com/docs/pricing.
 */
import type { ModelEntry, ModelKind } from './catalogue.ts';
import { type Price, USD } from './price.ts';

/** From when the prices are. */
const DATE = '2025-08-07';

/** It is to be given up early: the cascade can still answer then. */
const REALTIME_FIRST_TOKEN_MS = 8_000;

interface Known {
  price: Price;
  facts: Partial<ModelEntry>;
}

export const OPENAI_OTHERS: Readonly<Record<string, Known>> = {
  'text-embedding-3-small': known('embedding', { prompt: 0.02 }, 8_192),
  'text-embedding-3-large': known('embedding', { prompt: 0.13 }, 8_192),
  // Free of charge.
  'omni-moderation-latest': known('moderation', {}),
  'omni-moderation-2024-09-26': known('moderation', {}),
  'whisper-1': known('transcription', { minute: 0.006 }),
  'gpt-4o-transcribe': known('transcription', { prompt: 2.5, completion: 10, audio: 6, minute: 0.006 }),
  'gpt-4o-mini-transcribe': known('transcription', { prompt: 1.25, completion: 5, audio: 3, minute: 0.003 }),
  'tts-1': known('speech', { characters: 15 }),
  'tts-1-hd': known('speech', { characters: 30 }),
  'gpt-4o-mini-tts': known('speech', { prompt: 0.6, completion: 12 }),
  'gpt-realtime': realtime({ prompt: 4, cached: 0.4, completion: 16, audio: 32, spoken: 64 }),
  'gpt-realtime-mini': realtime({ prompt: 0.6, cached: 0.06, completion: 2.4, audio: 10, spoken: 20 }),
};

type Amounts = Partial<Record<'prompt' | 'completion' | 'audio' | 'minute' | 'characters', number>>;

function realtime({ cached, spoken, ...amounts }: Amounts & { cached: number; spoken: number }): Known {
  const { price, facts } = known('realtime', amounts, 32_000);
  return {
    price: { ...price, cached: cached * USD, completionAudio: spoken * USD },
    facts: {
      ...facts,
      abilities: ['tools', 'audio'],
      maxCompletionTokens: 4_096,
      firstTokenMs: REALTIME_FIRST_TOKEN_MS,
    },
  };
}

function known(kind: ModelKind, amounts: Amounts, contextTokens?: number): Known {
  const { prompt = 0, completion = 0, audio = prompt, minute = 0, characters } = amounts;
  return {
    price: {
      date: DATE,
      prompt: prompt * USD,
      cached: prompt * USD,
      cacheWrite: prompt * USD,
      completion: completion * USD,
      reasoning: completion * USD,
      image: prompt * USD,
      audio: audio * USD,
      minute: minute * USD,
      ...(characters === undefined ? {} : { characters: characters * USD }),
    },
    facts: { kind, ...(contextTokens === undefined ? {} : { contextTokens }) },
  };
}
