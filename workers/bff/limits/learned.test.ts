import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boundTokens } from './bound.ts';
import {
  createLearnedEstimates,
  estimatePlain,
  type LearnedEstimates,
  MAX_RATIO,
  scriptOf,
} from './learned.ts';

const KOREAN = '오늘 서울 날씨가 어떤지 알려 주고, 우산을 가져가야 하는지도 말해 줘. '.repeat(8);
const ENGLISH = 'Tell me how the weather is in Seoul today, and whether I need an umbrella. '.repeat(8);
const MODEL = 'small-model';

/** So many counts of one prompt, each of so many tokens. */
function teach(estimates: LearnedEstimates, text: string, counted: number, times = 60): void {
  for (let time = 0; time < times; time += 1)
    estimates.learn(MODEL, [{ role: 'user', content: text }], counted);
}

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.constantFrom(KOREAN, ENGLISH, '\v'.repeat(300), '漢字かな'.repeat(60), '👩‍👩'.repeat(40)),
);
const count = fc.oneof(
  fc.double(),
  fc.integer({ min: -10, max: 100_000 }),
  fc.constantFrom(0, Number.MAX_VALUE, Number.POSITIVE_INFINITY, Number.NaN),
);

describe('an estimate that learns', () => {
  it('comes close to a model that makes over two tokens of a character of Hangul', () => {
    const estimates = createLearnedEstimates();
    const counted = Math.round(KOREAN.length * 2.1);
    expect(estimates.of(MODEL)(KOREAN)).toBeLessThan(counted / 2);
    teach(estimates, KOREAN, counted);
    const other = '서울에서 부산까지 기차로 얼마나 걸리는지 궁금해요. '.repeat(5);
    expect(estimates.of(MODEL)(KOREAN) / counted).toBeGreaterThan(0.9);
    expect(estimates.of(MODEL)(KOREAN) / counted).toBeLessThan(1.1);
    expect(estimates.of(MODEL)(other) / (other.length * 2.1)).toBeGreaterThan(0.85);
  });

  it('learns nothing of one script, or of one model, from another', () => {
    const estimates = createLearnedEstimates();
    teach(estimates, KOREAN, KOREAN.length * 3);
    expect(estimates.of(MODEL)(ENGLISH)).toBe(estimatePlain(ENGLISH));
    expect(estimates.of('another')(KOREAN)).toBe(estimatePlain(KOREAN));
  });

  it('forgets what newer counts deny', () => {
    const estimates = createLearnedEstimates();
    teach(estimates, KOREAN, KOREAN.length * 3);
    teach(estimates, KOREAN, estimatePlain(KOREAN));
    expect(estimates.of(MODEL)(KOREAN) / estimatePlain(KOREAN)).toBeLessThan(1.05);
  });

  it('never gives less than the estimate without it, and never more than a token a byte, whatever is counted', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(text, count), { maxLength: 30 }), text, (learned, asked) => {
        const estimates = createLearnedEstimates();
        for (const [content, counted] of learned)
          estimates.learn(MODEL, [{ role: 'user', content }], counted);
        const tokens = estimates.of(MODEL)(asked);
        expect(tokens).toBeGreaterThanOrEqual(estimatePlain(asked));
        expect(tokens).toBeGreaterThanOrEqual(Math.ceil(boundTokens(asked) / 4));
        expect(tokens).toBeLessThanOrEqual(boundTokens(asked));
      }),
    );
  });

  it('is moved by one step at most by one count', () => {
    const estimates = createLearnedEstimates();
    teach(estimates, KOREAN, Number.MAX_VALUE, 1);
    const most = 1 + (MAX_RATIO - 1) / 8;
    expect(estimates.of(MODEL)(KOREAN)).toBeLessThanOrEqual(Math.ceil(estimatePlain(KOREAN) * most));
  });

  it('learns nothing of a prompt so short that what a provider adds to it is most of the count', () => {
    const estimates = createLearnedEstimates();
    teach(estimates, '안녕?', 30);
    expect(estimates.of(MODEL)(KOREAN)).toBe(estimatePlain(KOREAN));
  });

  it('keeps a hundred models, the ones counted last', () => {
    const estimates = createLearnedEstimates();
    teach(estimates, KOREAN, KOREAN.length * 3);
    for (let model = 0; model < 100; model += 1)
      estimates.learn(`model-${model}`, [{ role: 'user', content: KOREAN }], KOREAN.length * 3);
    expect(estimates.of(MODEL)(KOREAN)).toBe(estimatePlain(KOREAN));
    expect(estimates.of('model-0')(KOREAN)).toBeGreaterThan(estimatePlain(KOREAN));
  });
});

it.each([
  ['hello', 'latin'],
  ['서울 오늘 news', null],
  ['서울의 날씨', 'hangul'],
  ['東京の天気', 'kana_han'],
  ['погода', 'other'],
  ['12:30', null],
])('finds the script of %j', (asked, script) => expect(scriptOf(asked)).toBe(script));
