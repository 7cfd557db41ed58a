import { expect, it } from 'vitest';
import { decideWindowMs } from './window.ts';

it('takes each chunk as it comes while few streams are open and nobody asks for more', () => {
  expect([0, 1, 8].map((openStreams) => decideWindowMs(undefined, openStreams))).toEqual([0, 0, 0]);
  expect(decideWindowMs(0, 1)).toBe(0);
});

it('grows with the number of open streams, up to a quarter of a second', () => {
  expect([9, 33, 133, 500].map((openStreams) => decideWindowMs(undefined, openStreams))).toEqual([
    2, 50, 250, 250,
  ]);
});

it('is as wide as the reader asks, up to half a second', () => {
  expect([100, 500, 1_000].map((paceMs) => decideWindowMs(paceMs, 1))).toEqual([100, 500, 500]);
});

it('is never narrower than what a busy isolate needs', () => {
  expect(decideWindowMs(100, 500)).toBe(250);
});
