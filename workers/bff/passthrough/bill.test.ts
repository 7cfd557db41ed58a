import { expect, it } from 'vitest';
import type { Price } from '../../../shared/catalogue/price.ts';
import { billAnswer, reserveOf, totalOf } from './bill.ts';
import type { Meter } from './calls.ts';

const price: Price = {
  date: '2026-11-01',
  ...{ prompt: 1_000_000, cached: 0, cacheWrite: 0, completion: 2_000_000, reasoning: 2_000_000 },
  ...{ image: 0, audio: 0, minute: 0 },
};
const usage = (promptTokens: number, completionTokens = 0) => ({ promptTokens, completionTokens });
const meter = (untold: number): Meter => ({
  bound: () => usage(100, 10) as ReturnType<Meter['bound']>,
  untold: () => usage(untold) as ReturnType<Meter['untold']>,
  told: (_, { byteLength }) => (byteLength === 0 ? null : (usage(7) as ReturnType<Meter['bound']>)),
});
const sample = (byteLength: number) => ({ head: '', tail: '', byteLength });

it('reserves the most, and charges of it at once what is estimated, never more than that', () => {
  expect(reserveOf(meter(30), price)).toMatchObject({
    ...{ tokens: 110, microUsd: 120 },
    charge: { tokens: 30, microUsd: 30 },
  });
  const large = reserveOf(meter(500), price);
  expect(large.charge).toEqual({ tokens: 110, microUsd: 120 });
});

it('bills what the provider has said, and else an estimate that is called one', () => {
  expect(billAnswer(meter(30), price, sample(1))).toMatchObject({ promptTokens: 7, estimated: false });
  for (const untold of [null, sample(0)]) {
    expect(billAnswer(meter(30), price, untold)).toMatchObject({ promptTokens: 30, estimated: true });
  }
});

it('makes up no price', () => {
  const bill = billAnswer(meter(30), undefined, null);
  expect(bill).toMatchObject({ microUsd: 0, unpriced: true });
  expect(totalOf(bill)).toEqual({ tokens: 30, microUsd: 0 });
});
