/** Which options each fault takes, and what they must be. Pure. */
import type { FaultName } from './faults.ts';
import { isJsonObject } from './json-object.ts';

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

const paths: Check = (value, at) => {
  const fits = Array.isArray(value) && value.length > 0 && value.every(isPath);
  return fits ? null : `${at} must be a list of paths, e.g. ["messages.0.role"]`;
};

const valuesByPath: Check = (value, at) => {
  const fits =
    isJsonObject(value) &&
    Object.keys(value).length > 0 &&
    Object.entries(value).every(([path, wanted]) => isPath(path) && !isNested(wanted));
  return fits ? null : `${at} must give plain values by path, e.g. {"messages.0.role": "developer"}`;
};

function isPath(value: unknown): boolean {
  return typeof value === 'string' && value.split('.').every((key) => key !== '');
}

function isNested(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

const CONDITION: Record<string, Check> = { has: paths, is: valuesByPath, promptTokensOver: number };

const condition: Check = (value, at) => {
  const names = Object.keys(CONDITION).join(', ');
  if (!isJsonObject(value) || Object.keys(value).length === 0) return `${at} must be an object of ${names}`;
  for (const [name, given] of Object.entries(value)) {
    const check = Object.hasOwn(CONDITION, name) ? CONDITION[name] : undefined;
    const why = check === undefined ? `${at} takes ${names}, not ${name}` : check(given, `${at}.${name}`);
    if (why !== null) return why;
  }
  return null;
};

/** Options of every fault. */
export const STRIKE_OPTIONS: Record<string, Check> = { count: number, model: text, when: condition };

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
