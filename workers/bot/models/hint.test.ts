import { expect, it } from 'vitest';
import { textsFor } from '../locale/choose.ts';
import { hintOf } from './hint.ts';

const hint = (model: Parameters<typeof hintOf>[0], locale: 'en' | 'ko' = 'en') =>
  hintOf(model, { default: 'libra' }, textsFor(locale));
const priced = (prompt: number, completion: number) => ({ name: 'm', price: { prompt, completion } });

it('says what a model costs in the reader’s language, to the cent and finer where it is cheaper', () => {
  expect(hint(priced(150_000, 600_000))).toBe('$0.15 / $0.60 per 1M');
  expect(hint(priced(75_000, 10_000_000))).toBe('$0.075 / $10 per 1M');
  expect(hint(priced(150_000, 600_000), 'ko')).toBe('100만 토큰당 $0.15 / $0.60');
  expect(hint(priced(0, 0))).toBe('free');
});

it('says nothing of what is not known, and what it can do where it is', () => {
  expect(hint({ name: 'm' })).toBe('');
  expect(hint({ name: 'libra', vision: true, reasoning: true })).toBe(
    'default · reads images · thinks first',
  );
  expect(hint({ name: 'm', vision: false, reasoning: false })).toBe('');
});
