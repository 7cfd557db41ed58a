/** Which options each fault takes, and what they must be. Pure. */
import { validateHeaderName, validateHeaderValue } from 'node:http';
import { isRecord } from '../../shared/json.ts';
import type { FaultName } from './faults.ts';

/** Says what is wrong with the option at `at`; null when it is right. */
export type Check = (value: unknown, at: string) => string | null;

export interface FaultOptions {
  required?: Record<string, Check>;
  optional?: Record<string, Check>;
}

const MAX_LOOP_TEXT_CHARS = 10_000;

const number: Check = (value, at) => (typeof value === 'number' ? null : `${at} must be a number`);
const text: Check = (value, at) => (typeof value === 'string' ? null : `${at} must be a string`);
const flag: Check = (value, at) => (typeof value === 'boolean' ? null : `${at} must be a boolean`);

function statusFrom(least: number): Check {
  return (value, at) => {
    const fits = typeof value === 'number' && Number.isInteger(value) && value >= least && value <= 599;
    return fits ? null : `${at} must be from ${least} to 599`;
  };
}

const anything: Check = (value, at) => (value === undefined ? `${at} must be a JSON value` : null);
const filledText: Check = (value, at) =>
  typeof value === 'string' && value !== '' && value.length <= MAX_LOOP_TEXT_CHARS
    ? null
    : `${at} must be a string of 1 to ${MAX_LOOP_TEXT_CHARS} characters`;
const contentType: Check = (value, at) =>
  value === null || typeof value === 'string' ? null : `${at} must be a string, or null for none`;

const headers: Check = (value, at) => {
  if (!isRecord(value)) return `${at} must be an object of strings`;
  for (const [name, text] of Object.entries(value)) {
    if (typeof text !== 'string') return `${at}.${name} must be a string`;
    try {
      validateHeaderName(name);
      validateHeaderValue(name, text);
    } catch {
      return `${at}.${name} is no HTTP header`;
    }
  }
  return null;
};

const paths: Check = (value, at) => {
  const fits = Array.isArray(value) && value.length > 0 && value.every(isPath);
  return fits ? null : `${at} must be a list of paths, e.g. ["messages.0.role"]`;
};

const valuesByPath: Check = (value, at) => {
  const fits =
    isRecord(value) &&
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

const CONDITION: Record<string, Check> = {
  has: paths,
  is: valuesByPath,
  promptTokensOver: number,
  fetchesImages: flag,
  tellsResult: flag,
};

const condition: Check = (value, at) => {
  const names = Object.keys(CONDITION).join(', ');
  if (!isRecord(value) || Object.keys(value).length === 0) return `${at} must be an object of ${names}`;
  for (const [name, given] of Object.entries(value)) {
    const check = Object.hasOwn(CONDITION, name) ? CONDITION[name] : undefined;
    const why = check === undefined ? `${at} takes ${names}, not ${name}` : check(given, `${at}.${name}`);
    if (why !== null) return why;
  }
  return null;
};

const STEPS: Record<string, Check> = {
  data: anything,
  comment: text,
  waitMs: number,
  raw: text,
  close: (value, at) => (value === 'clean' || value === 'reset' ? null : `${at} must be clean or reset`),
};

const scriptSteps: Check = (value, at) => {
  if (!Array.isArray(value)) return `${at} must be a list`;
  for (const [index, step] of value.entries()) {
    const place = `${at}[${index}]`;
    const why = checkStep(step, place);
    if (why !== null) return why;
    if ('close' in step && index < value.length - 1) return `${place} closes, so nothing may follow it`;
  }
  return null;
};

function checkStep(step: unknown, at: string): string | null {
  const [name, ...others] = isRecord(step) ? Object.keys(step) : [];
  const check = name !== undefined && Object.hasOwn(STEPS, name) ? STEPS[name] : undefined;
  if (!isRecord(step) || name === undefined || check === undefined || others.length > 0) {
    return `${at} must be an object with one of ${Object.keys(STEPS).join(', ')}`;
  }
  return check(step[name], `${at}.${name}`);
}

/** Options of every fault. */
export const STRIKE_OPTIONS: Record<string, Check> = {
  count: number,
  model: text,
  path: text,
  when: condition,
};

export const FAULT_OPTIONS: Record<FaultName, FaultOptions> = {
  refuse: {},
  hold: {},
  delay: { required: { ms: number } },
  delayFirstToken: { required: { ms: number } },
  slowTokens: { required: { ms: number } },
  hangBeforeHeaders: {},
  hangAfterHeaders: {},
  drip: { optional: { everyMs: number } },
  status: { required: { status: statusFrom(400) }, optional: { retryAfterSec: number } },
  reject: { required: { status: statusFrom(200) }, optional: { body: anything, headers, contentType } },
  script: { required: { steps: scriptSteps }, optional: { contentType } },
  stall: { optional: { afterTokens: number } },
  closeMidFrame: { optional: { afterTokens: number, clean: flag } },
  closeMidCharacter: { optional: { afterTokens: number, clean: flag } },
  errorChunk: { optional: { afterTokens: number } },
  garbage: { optional: { afterTokens: number } },
  noUsage: {},
  usage: { required: { value: anything }, optional: { everywhere: flag } },
  ignoreBound: {},
  loop: { optional: { text: filledText } },
  noDone: {},
  hugeChunk: { optional: { bytes: number } },
  empty: {},
  shred: { optional: { bytes: number } },
};
