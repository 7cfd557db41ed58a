/** What an operator wants changed of a key, from the command's options. Pure. Throws what is wrong, by the option's name. */
import { OPERATOR_RIGHTS } from '../../../../shared/contract/operator.ts';
import {
  ENDPOINTS,
  type Endpoint,
  type KeySettings,
  MAX_LISTED_MODELS,
  MAX_MODEL_CHARS,
} from '../../access/key-settings.ts';
import { parseCount, parseEnd, parseUsd } from './quantity.ts';

/** What is absent stays as it is. */
export interface KeyChange {
  callsPerMin?: number;
  owner?: string | null;
  /** ISO 8601. */
  expiresAt?: string | null;
  settings: KeySettings;
  /** Settings that go back to their default. */
  removed: (keyof KeySettings)[];
}

const MAX_CALLS_PER_MIN = 999_999;
const MAX_NAME_CHARS = 100;

type Setter = (text: string, change: KeyChange, nowMs: number) => void;

export const CHANGES = {
  'calls-per-min': (text, change) => {
    const calls = parseCount(text);
    if (calls > MAX_CALLS_PER_MIN) throw new Error('is 999,999 at most');
    change.callsPerMin = calls;
  },
  'tokens-per-min': budget('tokens_per_min', parseCount, ['none']),
  'tokens-per-day': budget('tokens_per_day', parseCount, ['none', 'default']),
  'tokens-per-month': budget('tokens_per_month', parseCount, ['none']),
  'usd-per-day': budget('micro_usd_per_day', parseUsd, ['none', 'default']),
  'usd-per-month': budget('micro_usd_per_month', parseUsd, ['none']),
  models: (text, change) => setList(change, 'models', text, parseModels),
  endpoints: (text, change) => setList(change, 'endpoints', text, parseEndpoints),
  cache: (text, change) => setSwitch(change, 'cache', text),
  moderation: (text, change) => setSwitch(change, 'moderation', text),
  operator: (text, change) => {
    if (text === 'none') change.removed.push('operator');
    else change.settings.operator = parseRights(text);
  },
  expires: (text, change, nowMs) => {
    change.expiresAt = parseEnd(text, nowMs);
  },
  owner: (text, change) => {
    change.owner = text === 'none' ? null : parseName(text);
  },
} satisfies Record<string, Setter>;

function setSwitch(change: KeyChange, name: 'cache' | 'moderation', text: string): void {
  if (text === 'on') change.settings[name] = true;
  else if (text === 'off') change.removed.push(name);
  else throw new Error('is on or off');
}

export type ChangeOption = keyof typeof CHANGES;

export function parseChange(options: Partial<Record<ChangeOption, string>>, nowMs: number): KeyChange {
  const change: KeyChange = { settings: {}, removed: [] };
  for (const [option, set] of Object.entries(CHANGES) as [ChangeOption, Setter][]) {
    const text = options[option];
    if (text !== undefined) naming(option, () => set(text.trim(), change, nowMs));
  }
  return change;
}

/** A fault of an option begins with its name. */
export function naming<T>(option: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw new Error(`--${option}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Of a key, or of its owner. */
export function parseName(text: string): string {
  const name = text.trim();
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a name is printed on a terminal.
  if (name === '' || name.length > MAX_NAME_CHARS || /[\u0000-\u001f\u007f-\u009f]/.test(name)) {
    throw new Error(`a name has 1 to ${MAX_NAME_CHARS} characters and no line break`);
  }
  return name;
}

type Budget = Extract<keyof KeySettings, `${string}_per_${string}`>;

/** `none`: no bound. `default`: the operator's for everybody. A bound that has no such default is none when it is absent. */
function budget(
  field: Budget,
  parse: (text: string) => number,
  words: readonly ['none'] | readonly ['none', 'default'],
): Setter {
  const [, hasDefault] = words;
  return (text, change) => {
    if (text === 'none' && hasDefault !== undefined) change.settings[field] = 0;
    else if (text === 'none' || text === hasDefault) change.removed.push(field);
    else change.settings[field] = parseOr(text, parse, words);
  };
}

function parseOr(text: string, parse: (text: string) => number, words: readonly string[]): number {
  try {
    return parse(text);
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)}, nor ${words.join(', nor ')}`);
  }
}

function setList<Field extends 'models' | 'endpoints'>(
  change: KeyChange,
  field: Field,
  text: string,
  parse: (names: readonly string[]) => NonNullable<KeySettings[Field]>,
): void {
  if (text === 'all') {
    change.removed.push(field);
    return;
  }
  const names = [...new Set(text.split(',').map((name) => name.trim()))];
  if (names.includes('')) throw new Error('takes names with commas between them, or all');
  change.settings[field] = parse(names);
}

function parseModels(names: readonly string[]): string[] {
  if (names.length > MAX_LISTED_MODELS) throw new Error(`takes ${MAX_LISTED_MODELS} names at most`);
  const long = names.find((name) => name.length > MAX_MODEL_CHARS);
  if (long !== undefined) throw new Error(`a model's name has at most ${MAX_MODEL_CHARS} characters`);
  return [...names];
}

function parseEndpoints(names: readonly string[]): Endpoint[] {
  return names.map((name) => {
    const endpoint = ENDPOINTS.find((known) => known === name);
    if (endpoint === undefined) {
      throw new Error(`'${name}' is no endpoint: ${ENDPOINTS.join(', ')} are, or all`);
    }
    return endpoint;
  });
}

function parseRights(text: string): NonNullable<KeySettings['operator']> {
  if (text === 'all') return [...OPERATOR_RIGHTS];
  return [...new Set(text.split(',').map((name) => name.trim()))].map((name) => {
    const right = OPERATOR_RIGHTS.find((known) => known === name);
    if (right === undefined) {
      throw new Error(
        `'${name}' is no right of an operator: ${OPERATOR_RIGHTS.join(', ')} are, or all, or none`,
      );
    }
    return right;
  });
}
