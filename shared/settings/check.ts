/** What is wrong with a value of the settings, as codes and paths of fields. Pure; no value of the sender is repeated. */
import { isList, isRecord } from '../json.ts';

export const PROBLEM_CODES = [
  'not_an_object',
  'unknown_field',
  'missing',
  'wrong_type',
  'not_in_list',
  'too_long',
  'too_short',
  'too_small',
  'too_large',
  'too_many',
  'duplicate',
  'malformed_id',
  'unknown_time_zone',
  'unknown_model',
] as const;
export type ProblemCode = (typeof PROBLEM_CODES)[number];

export interface SettingsProblem {
  code: ProblemCode;
  /** `roleLimits[2].callsPerMin`; empty for the whole. */
  path: string;
  /** The bound that was passed, where there is one. */
  limit?: number;
}

/** Gives what is wrong with a value that stands at `path`. */
export type Check = (value: unknown, path: string) => SettingsProblem[];

export type Unknown = 'refuse' | 'ignore';

const problem = (code: ProblemCode, path: string, limit?: number): SettingsProblem[] => [
  { code, path, ...(limit === undefined ? {} : { limit }) },
];

export const bool: Check = (value, path) => (typeof value === 'boolean' ? [] : problem('wrong_type', path));

export const oneOf =
  (words: readonly string[]): Check =>
  (value, path) => {
    if (typeof value !== 'string') return problem('wrong_type', path);
    return words.includes(value) ? [] : problem('not_in_list', path);
  };

/** More than white space. */
export const text =
  (maxChars: number): Check =>
  (value, path) => {
    if (typeof value !== 'string') return problem('wrong_type', path);
    if (value.length > maxChars) return problem('too_long', path, maxChars);
    return value.trim() === '' ? problem('too_short', path, 1) : [];
  };

export const integer =
  (min: number, max: number): Check =>
  (value, path) => {
    if (!Number.isSafeInteger(value)) return problem('wrong_type', path);
    if ((value as number) < min) return problem('too_small', path, min);
    return (value as number) > max ? problem('too_large', path, max) : [];
  };

export const number =
  (min: number, max: number): Check =>
  (value, path) => {
    if (typeof value !== 'number' || !Number.isFinite(value)) return problem('wrong_type', path);
    if (value < min) return problem('too_small', path, min);
    return value > max ? problem('too_large', path, max) : [];
  };

/** Discord's, in decimal. */
export const snowflake: Check = (value, path) => {
  if (typeof value !== 'string') return problem('wrong_type', path);
  return /^\d{1,20}$/.test(value) ? [] : problem('malformed_id', path);
};

export const timeZone =
  (maxChars: number): Check =>
  (value, path) => {
    const problems = text(maxChars)(value, path);
    if (problems.length > 0) return problems;
    try {
      new Intl.DateTimeFormat('en', { timeZone: value as string });
      return [];
    } catch {
      return problem('unknown_time_zone', path);
    }
  };

/** `identify`: what two items must not have in common. */
export const list =
  (item: Check, { max, min = 0 }: { max: number; min?: number }, identify = (each: unknown) => each): Check =>
  (value, path) => {
    if (!isList(value)) return problem('wrong_type', path);
    if (value.length > max) return problem('too_many', path, max);
    if (value.length < min) return problem('too_short', path, min);
    const seen = new Set<unknown>();
    return value.flatMap((each, index) => {
      const at = `${path}[${index}]`;
      const problems = item(each, at);
      if (problems.length > 0) return problems;
      const identity = identify(each);
      if (seen.has(identity)) return problem('duplicate', at);
      seen.add(identity);
      return [];
    });
  };

export const nullable =
  (check: Check): Check =>
  (value, path) =>
    value === null ? [] : check(value, path);

/** Fields that are absent are not missed, but for the `required`. */
export const object =
  (
    fields: Readonly<Record<string, Check>>,
    required: readonly string[] = [],
    unknown: Unknown = 'refuse',
  ): Check =>
  (value, path) => {
    if (!isRecord(value)) return problem('not_an_object', path);
    const at = (name: string) => (path === '' ? name : `${path}.${name}`);
    const missing = required.filter((name) => !Object.hasOwn(value, name));
    return [
      ...missing.flatMap((name) => problem('missing', at(name))),
      ...Object.entries(value).flatMap(([name, each]) => {
        const check = Object.hasOwn(fields, name) ? fields[name] : undefined;
        if (check !== undefined) return check(each, at(name));
        return unknown === 'refuse' ? problem('unknown_field', at(name.slice(0, MAX_NAME_CHARS))) : [];
      }),
    ];
  };

/** A name that somebody made up is shown, but not a page of it. */
const MAX_NAME_CHARS = 60;
