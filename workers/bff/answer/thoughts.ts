/**
 * The silences of a call in which a model may have thought, and what they cost when it is given up: a provider bills what
 * its model has thought, also when nobody has heard a word of it. Pure: the clock is given.
 */
import { costMicroUsd, type PriceFinder, withoutFee } from '../../../shared/catalogue/price.ts';
import type { ThinkingWait } from '../../../shared/chat/thinking-wait.ts';
import type { LibraResponse } from '../../../shared/contract/libra.ts';

/** A silence that ended without a word of this model. */
export interface Thought {
  model: string;
  provider: string;
  ms: number;
}

/** Models that think write 30 to 100 tokens a second; nobody counts those of a call that is given up. */
const THOUGHT_TOKENS_PER_SEC = 50;

export interface ThinkingWatch {
  /** The llm Worker waits for a model that thinks; null: it does not, after all. */
  wait(wait: ThinkingWait | null): void;
  /** A frame has come; `libra` says who speaks, with the first. */
  hear(libra: LibraResponse | undefined): void;
  /** Of a call that ends now. `isFinished`: its model has said that it is done. */
  thoughts(options: { isFinished: boolean }): Thought[];
}

export function createThinkingWatch(now: () => number): ThinkingWatch {
  const ended: Thought[] = [];
  /** Whom a silence belongs to, and since when it lasts. */
  let silent: { model: string; provider: string; sinceMs: number } | null = null;
  const current = (): Thought[] =>
    silent === null ? [] : [{ model: silent.model, provider: silent.provider, ms: now() - silent.sinceMs }];

  return {
    wait(wait) {
      if (wait === null) {
        silent = null;
        return;
      }
      ended.push(...current());
      const { model, provider, waitedMs } = wait;
      silent = { model, provider, sinceMs: now() - waitedMs };
    },
    hear(libra) {
      if (libra?.model === undefined) {
        if (silent !== null) silent.sinceMs = now();
        return;
      }
      const { model, provider = '', thinks } = libra;
      // Another one speaks: the one that was waited for has been given up.
      if (silent?.model !== model || silent.provider !== provider) ended.push(...current());
      silent = thinks === true ? { model, provider, sinceMs: now() } : null;
    },
    thoughts: ({ isFinished }) => [...ended, ...(isFinished ? [] : current())].filter(({ ms }) => ms > 0),
  };
}

export interface ThoughtBill {
  tokens: number;
  microUsd: number;
  /** True when nothing is known of a model's price. */
  unpriced: boolean;
}

/** By estimate, and never more than `maxTokens` in all. A fee of the call is in its own bill. */
export function billThoughts(
  thoughts: readonly Thought[],
  maxTokens: number,
  findPrice: PriceFinder,
): ThoughtBill {
  const bill: ThoughtBill = { tokens: 0, microUsd: 0, unpriced: false };
  for (const { model, provider, ms } of thoughts) {
    const tokens = Math.min(Math.ceil((ms / 1000) * THOUGHT_TOKENS_PER_SEC), maxTokens - bill.tokens);
    if (tokens <= 0) continue;
    const price = withoutFee(findPrice(model, provider));
    bill.tokens += tokens;
    const thought = { promptTokens: 0, completionTokens: tokens, reasoningTokens: tokens };
    bill.microUsd += price === undefined ? 0 : costMicroUsd(price, thought);
    bill.unpriced ||= price === undefined;
  }
  return bill;
}
