/**
 * Reads what somebody wrote by hand as JSON: every mistake is noted with its path, and reading goes on, so that all are told
 * at once. Pure.
 */
import { isRecord, type JsonRecord } from '../json.ts';
import { nearest } from '../text/nearest.ts';

export interface Problem {
  /** `models[2].prices.prompt`; empty for the whole. */
  path: string;
  message: string;
}

export interface ObjectReader {
  /** The value's path, or that of one of its fields. */
  at(field?: string): string;
  has(field: string): boolean;
  /** A text as it stands there, unchecked; undefined for anything else. */
  peek(field: string): string | undefined;
  /** Undefined when it is absent or wrong; both are noted unless it may be absent. */
  text(field: string, options?: { optional?: true; pattern?: RegExp; form?: string }): string | undefined;
  number(
    field: string,
    options: { optional?: true; least: number; most: number; whole?: true },
  ): number | undefined;
  /** One of a few words. */
  word<Word extends string>(field: string, words: readonly Word[]): Word | undefined;
  /** A list of such words, without repeats. */
  words<Word extends string>(field: string, words: readonly Word[]): Word[] | undefined;
  texts(field: string, pattern: RegExp, form: string): string[] | undefined;
  /** Texts by name. */
  record(field: string): Record<string, string>;
  object(field: string, known: readonly string[]): ObjectReader | undefined;
  /** A reader for each object of a list; empty when it is absent. */
  objects(field: string, known: readonly string[], options?: { optional?: true }): ObjectReader[];
}

/** Any object may say why it is as it is. */
const NOTE = 'note';

/** Undefined, and noted, for anything but an object. Fields that are not `known` are noted with what may have been meant. */
export function readObject(
  value: unknown,
  path: string,
  known: readonly string[],
  problems: Problem[],
): ObjectReader | undefined {
  const note = (at: string, message: string): undefined => {
    problems.push({ path: at, message });
    return undefined;
  };
  if (!isRecord(value)) return note(path, `must be an object, not ${kindOf(value)}`);
  const at = (field?: string) => (field === undefined ? path : path === '' ? field : `${path}.${field}`);
  for (const field of Object.keys(value)) {
    if (field === NOTE || known.includes(field)) continue;
    const meant = nearest(field, known);
    note(at(field), `is not a field here${meant === undefined ? '' : `: did you mean ${meant}?`}`);
  }
  return createReader(value, at, note, problems);
}

function createReader(
  value: JsonRecord,
  at: (field?: string) => string,
  note: (at: string, message: string) => undefined,
  problems: Problem[],
): ObjectReader {
  const list = (field: string): unknown[] | undefined => {
    const given = value[field];
    if (given === undefined) return undefined;
    return Array.isArray(given) ? given : note(at(field), `must be a list, not ${kindOf(given)}`);
  };
  const textsOf = (field: string, isFit: (text: string) => boolean, form: string) =>
    list(field)?.flatMap((item, index) => {
      if (typeof item === 'string' && isFit(item)) return [item];
      note(`${at(field)}[${index}]`, `must be ${form}`);
      return [];
    });
  return {
    at,
    has: (field) => value[field] !== undefined,
    peek(field) {
      const given = value[field];
      return typeof given === 'string' ? given : undefined;
    },
    text(field, { optional, pattern = /\S/, form = 'a text that is not empty' } = {}) {
      const given = value[field];
      if (given === undefined) return optional ? undefined : note(at(field), 'is missing');
      return typeof given === 'string' && pattern.test(given) ? given : note(at(field), `must be ${form}`);
    },
    number(field, { optional, least, most, whole }) {
      const given = value[field];
      if (given === undefined) return optional ? undefined : note(at(field), 'is missing');
      const isFit =
        typeof given === 'number' && given >= least && given <= most && (!whole || Number.isInteger(given));
      const form = `a ${whole ? 'whole ' : ''}number from ${least} to ${most}`;
      return isFit ? given : note(at(field), `must be ${form}`);
    },
    word(field, words) {
      const given = value[field];
      if (given === undefined) return undefined;
      return words.find((word) => word === given) ?? note(at(field), `must be one of ${words.join(', ')}`);
    },
    words<Word extends string>(field: string, words: readonly Word[]) {
      const isKnown = (text: string) => words.some((word) => word === text);
      const known = textsOf(field, isKnown, `one of ${words.join(', ')}`);
      return known === undefined ? undefined : ([...new Set(known)] as Word[]);
    },
    texts: (field, pattern, form) => textsOf(field, (text) => pattern.test(text), form),
    record(field) {
      const given = value[field];
      if (given === undefined) return {};
      if (!isRecord(given)) {
        note(at(field), `must be an object, not ${kindOf(given)}`);
        return {};
      }
      const wrong = Object.entries(given).filter(([, text]) => typeof text !== 'string');
      for (const [name] of wrong) note(`${at(field)}.${name}`, 'must be a text');
      return wrong.length === 0 ? (given as Record<string, string>) : {};
    },
    object(field, known) {
      const given = value[field];
      return given === undefined ? undefined : readObject(given, at(field), known, problems);
    },
    objects(field, known, { optional } = {}) {
      if (value[field] === undefined && !optional) note(at(field), 'is missing');
      return (list(field) ?? []).flatMap(
        (item, index) => readObject(item, `${at(field)}[${index}]`, known, problems) ?? [],
      );
    },
  };
}

export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/** A name that nobody has, and what may have been meant. */
export function suggestion(name: string, known: readonly string[]): string {
  const meant = nearest(name, known);
  return meant === undefined ? ` (${name})` : ` (${name}): did you mean ${meant}?`;
}
