/** What a passthrough call is charged. Pure. */
import { costMicroUsd, type Price, type PricedUsage } from '../../../shared/catalogue/price.ts';
import type { Reserve } from '../limits/guard-store.ts';
import type { Meter } from './calls.ts';
import type { AnswerSample } from './sample.ts';

export interface PassthroughBill {
  promptTokens: number;
  completionTokens: number;
  microUsd: number;
  /** True when the provider did not say. */
  estimated: boolean;
  /** True when no price is known, so that no money is charged. */
  unpriced: boolean;
}

export const FREE: PassthroughBill = {
  promptTokens: 0,
  completionTokens: 0,
  microUsd: 0,
  estimated: false,
  unpriced: false,
};

/** No price is made up. */
export function billOf(usage: PricedUsage, price: Price | undefined, estimated: boolean): PassthroughBill {
  return {
    promptTokens: usage.promptTokens,
    completionTokens: usage.completionTokens,
    microUsd: price === undefined ? 0 : costMicroUsd(price, usage),
    estimated,
    unpriced: price === undefined,
  };
}

/** Of an answer, or of a call that was stopped before there was one (`sample` is null then). */
export function billAnswer(
  meter: Meter,
  price: Price | undefined,
  sample: AnswerSample | null,
): PassthroughBill {
  const told = sample === null ? null : meter.told(price, sample);
  return billOf(told ?? meter.untold(price, sample), price, told === null);
}

/** The upper bound is reserved; what is charged for a call whose end nobody tells is the estimate. */
export function reserveOf(meter: Meter, price: Price | undefined): Reserve {
  const bound = billOf(meter.bound(price), price, true);
  const untold = billOf(meter.untold(price, null), price, true);
  return {
    ...totalOf(bound),
    window: { tokens: 0, microUsd: 0 },
    charge: {
      tokens: Math.min(totalOf(untold).tokens, totalOf(bound).tokens),
      microUsd: Math.min(untold.microUsd, bound.microUsd),
    },
  };
}

export function totalOf({ promptTokens, completionTokens, microUsd }: PassthroughBill) {
  return { tokens: promptTokens + completionTokens, microUsd };
}
