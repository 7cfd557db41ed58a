import { describe, expect, it } from 'vitest';
import { openAiModel } from '../../../../shared/catalogue/openai.ts';
import { costMicroUsd, type Price } from '../../../../shared/catalogue/price.ts';
import { createSampler } from '../../passthrough/sample.ts';
import { createTranscriptionMeter } from './transcription-meter.ts';

const priceOf = (name: string) => openAiModel(name, 'api.openai.com').price as Price;
const minute = createTranscriptionMeter({ most: 120, usual: 60 }, 10);

function sampleOf(answer: unknown) {
  const sampler = createSampler();
  sampler.take(new TextEncoder().encode(typeof answer === 'string' ? answer : JSON.stringify(answer)));
  return sampler.sample();
}

describe('a recording of a minute', () => {
  it.each([
    ['whisper-1', 6_000],
    ['gpt-4o-transcribe', 6_000],
    ['gpt-4o-mini-transcribe', 3_000],
  ])('costs by %s what its provider has published, and twice that is reserved', (name, microUsd) => {
    const price = priceOf(name);
    expect(costMicroUsd(price, minute.untold(price, null))).toBe(microUsd);
    expect(costMicroUsd(price, minute.bound(price))).toBe(2 * microUsd);
  });

  it.each([
    [{ text: 'x', usage: { type: 'duration', seconds: 30 } }, 3_000],
    [{ task: 'transcribe', duration: 30.0, text: '"duration": 9' }, 3_000],
    [{ task: 'transcribe', duration: '30.00', text: 'x' }, 3_000],
  ])('is billed by the seconds that %j tells', (answer, microUsd) => {
    const usage = minute.told(priceOf('whisper-1'), sampleOf(answer));
    expect(usage && costMicroUsd(priceOf('whisper-1'), usage)).toBe(microUsd);
  });

  it.each([
    [{ text: 'x', usage: { type: 'duration', seconds: 0 } }],
    [{ task: 'transcribe', duration: 0, text: 'x' }],
    [{ task: 'transcribe', duration: '0.00', text: 'x' }],
  ])('is not billed as nothing by the seconds that %j tells', (answer) => {
    expect(minute.told(priceOf('whisper-1'), sampleOf(answer))).toBeNull();
  });

  it('is billed by tokens where the model is priced by them', () => {
    const answer = {
      text: 'x',
      usage: {
        type: 'tokens',
        input_tokens: 14,
        input_token_details: { text_tokens: 4, audio_tokens: 10 },
        output_tokens: 5,
      },
    };
    const usage = minute.told(priceOf('gpt-4o-transcribe'), sampleOf(answer));
    expect(usage).toEqual({ promptTokens: 14, audioTokens: 10, completionTokens: 5 });
    // 10 at $6, 4 at $2.50, 5 at $10 a million.
    expect(usage && costMicroUsd(priceOf('gpt-4o-transcribe'), usage)).toBe(120);
    expect(minute.told(priceOf('whisper-1'), sampleOf(answer))).toBeNull();
  });

  it('is not billed by what was said in it', () => {
    const said = { text: '"usage": {"type": "duration", "seconds": 0}, "duration": 0' };
    expect(minute.told(priceOf('whisper-1'), sampleOf(said))).toBeNull();
  });
});
