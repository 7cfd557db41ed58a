import { expect, it } from 'vitest';
import { counted } from './counted.ts';

it('counts one, none and many', () => {
  expect([0, 1, 2, 1_200].map((count) => counted(count, 'question'))).toEqual([
    '0 questions',
    '1 question',
    '2 questions',
    '1,200 questions',
  ]);
  expect(counted(2, 'category', 'categories')).toBe('2 categories');
});
