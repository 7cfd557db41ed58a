/**
 * What a registered option accepts, and how a written value becomes the typed one that an interaction carries.
 * Pure: users and channels that an option may name are given as choices.
 */
import type { PageLocale, RegisteredOption } from '../../protocol.ts';
import { localise } from './localise.ts';

/** Discord's option types that this page can fill. */
export const OPTION_TYPE = { string: 3, integer: 4, boolean: 5, user: 6, channel: 7, number: 10 } as const;

export type OptionValue = string | number | boolean;

export interface Choice {
  /** What is shown and typed. */
  label: string;
  /** The label in English when the page is in another language. */
  registeredLabel: string;
  value: OptionValue;
}

/** Users and channels, for options that name one. */
export interface Nameable {
  users: readonly { id: string; name: string }[];
  channels: readonly { id: string; name: string }[];
}

export type ValueProblem =
  | { code: 'missing' }
  | { code: 'unknown-choice'; labels: string[] }
  | { code: 'not-integer' }
  | { code: 'not-number' }
  | { code: 'too-small'; min: number }
  | { code: 'too-large'; max: number }
  | { code: 'too-short'; min: number; length: number }
  | { code: 'too-long'; max: number; length: number }
  | { code: 'unsupported' };

export type ValueVerdict = { ok: true; value: OptionValue } | { ok: false; problem: ValueProblem };

/** The closed list that an option chooses from, or null when its value is free. */
export function optionChoices(
  option: RegisteredOption,
  locale: PageLocale,
  nameable: Nameable,
): Choice[] | null {
  if (option.choices !== undefined && option.choices.length > 0) {
    return option.choices.map((choice) => ({
      label: localise(choice.name, choice.name_localizations, locale),
      registeredLabel: choice.name,
      value: choice.value,
    }));
  }
  switch (option.type) {
    case OPTION_TYPE.boolean:
      return [true, false].map((value) => ({ label: String(value), registeredLabel: String(value), value }));
    case OPTION_TYPE.user:
      return nameable.users.map(({ id, name }) => ({ label: `@${name}`, registeredLabel: name, value: id }));
    case OPTION_TYPE.channel:
      return nameable.channels.map(({ id, name }) => ({
        label: `#${name}`,
        registeredLabel: name,
        value: id,
      }));
    default:
      return null;
  }
}

/** True for an option that takes any text, and so may hold spaces. */
export function isFreeText(option: RegisteredOption): boolean {
  return option.type === OPTION_TYPE.string && (option.choices ?? []).length === 0;
}

/** Reads what was written for an option. Empty text is `missing`. */
export function readValue(
  option: RegisteredOption,
  written: string,
  locale: PageLocale,
  nameable: Nameable,
  /** What the bot has offered; its labels stand for their values. */
  offered: readonly Choice[] = [],
): ValueVerdict {
  const text = written.trim();
  if (text === '') return refuse({ code: 'missing' });
  const choices = optionChoices(option, locale, nameable);
  if (choices !== null) {
    const choice = choices.find((candidate) => names(candidate, text));
    if (choice !== undefined) return { ok: true, value: choice.value };
    return refuse({ code: 'unknown-choice', labels: choices.map(({ label }) => label) });
  }
  const taken = option.autocomplete === true ? offered.find((choice) => names(choice, text)) : undefined;
  if (taken !== undefined) return { ok: true, value: taken.value };
  switch (option.type) {
    case OPTION_TYPE.string:
      return readText(option, text);
    case OPTION_TYPE.integer:
      if (!/^[+-]?\d{1,16}$/.test(text) || !Number.isSafeInteger(Number(text)))
        return refuse({ code: 'not-integer' });
      return readNumber(option, Number(text));
    case OPTION_TYPE.number:
      if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return refuse({ code: 'not-number' });
      return readNumber(option, Number(text));
    default:
      return refuse({ code: 'unsupported' });
  }
}

/** True when the text is a choice's label in either language, or its value. */
export function names(choice: Choice, text: string): boolean {
  const wanted = fold(text);
  return [choice.label, choice.registeredLabel, String(choice.value)].some((name) => fold(name) === wanted);
}

export function fold(text: string): string {
  return text.normalize('NFC').toLowerCase();
}

function readText(option: RegisteredOption, text: string): ValueVerdict {
  // UTF-16 units, as the stand-in and Discord's clients count.
  const { length } = text;
  if (option.min_length !== undefined && length < option.min_length) {
    return refuse({ code: 'too-short', min: option.min_length, length });
  }
  if (option.max_length !== undefined && length > option.max_length) {
    return refuse({ code: 'too-long', max: option.max_length, length });
  }
  return { ok: true, value: text };
}

function readNumber(option: RegisteredOption, value: number): ValueVerdict {
  if (option.min_value !== undefined && value < option.min_value) {
    return refuse({ code: 'too-small', min: option.min_value });
  }
  if (option.max_value !== undefined && value > option.max_value) {
    return refuse({ code: 'too-large', max: option.max_value });
  }
  return { ok: true, value };
}

function refuse(problem: ValueProblem): ValueVerdict {
  return { ok: false, problem };
}
