import { expect, it } from 'vitest';
import { USAGE_TEXTS } from './texts.ts';

it.each([
  ['en', 1, 1, 'In all: 1 call, $0.01, 1 error.'],
  ['en', 2, 0, 'In all: 2 calls, $0.01, no errors.'],
  ['en', 1_200, 2, 'In all: 1,200 calls, $0.01, 2 errors.'],
  ['ko', 1, 1, '모두: 호출 1회, $0.01, 오류 1건.'],
  ['ko', 1_200, 0, '모두: 호출 1,200회, $0.01, 오류 없음.'],
] as const)('the sum in %s of %i calls and %i errors', (lang, calls, errors, text) => {
  expect(USAGE_TEXTS[lang].sum(calls, '$0.01', errors)).toBe(text);
});
