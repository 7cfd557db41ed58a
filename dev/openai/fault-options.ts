/** Which options each fault takes, and what they must be. Pure. */
import type { FaultName } from './faults.ts';

/** Says what is wrong with the option at `at`; null when it is right. */
export type Check = (value: unknown, at: string) => string | null;

export interface FaultOptions {
  required?: Record<string, Check>;
  optional?: Record<string, Check>;
}

const number: Check = (value, at) => (typeof value === 'number' ? null : `${at} must be a number`);
const text: Check = (value, at) => (typeof value === 'string' ? null : `${at} must be a string`);
const flag: Check = (value, at) => (typeof value === 'boolean' ? null : `${at} must be a boolean`);

function statusFrom(least: number): Check {
  return (value, at) => {
    const fits = typeof value === 'number' && Number.isInteger(value) && value >= least && value <= 599;
    return fits ? null : `${at} must be from ${least} to 599`;
  };
}

/** Options of every fault. */
export const STRIKE_OPTIONS: Record<string, Check> = { count: number, model: text };

export const FAULT_OPTIONS: Record<FaultName, FaultOptions> = {
  refuse: {},
  delay: { required: { ms: number } },
  delayFirstToken: { required: { ms: number } },
  slowTokens: { required: { ms: number } },
  hangBeforeHeaders: {},
  hangAfterHeaders: {},
  drip: { optional: { everyMs: number } },
  status: { required: { status: statusFrom(400) }, optional: { retryAfterSec: number } },
  stall: { optional: { afterTokens: number } },
  closeMidFrame: { optional: { afterTokens: number, clean: flag } },
  closeMidCharacter: { optional: { afterTokens: number, clean: flag } },
  errorChunk: { optional: { afterTokens: number } },
  garbage: { optional: { afterTokens: number } },
  noUsage: {},
  noDone: {},
  hugeChunk: { optional: { bytes: number } },
  empty: {},
  shred: { optional: { bytes: number } },
};
