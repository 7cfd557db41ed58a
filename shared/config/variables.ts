/**
 * Turns a Worker's raw bindings into typed values, and collects what is wrong instead of stopping at the first.
 * Messages name variables, never their values: a value may be a secret.
 */
export class VariablesError extends Error {
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(`Configuration: ${problems.join('; ')}`);
    this.name = 'VariablesError';
    this.problems = problems;
  }
}

export interface VariableReader {
  /** A text. `pattern` with `form` describes what is expected, e.g. `64 hexadecimal digits`. */
  text(
    name: string,
    options?: { pattern?: RegExp; form?: string; fallback?: string; minLength?: number },
  ): string;
  optionalText(
    name: string,
    options?: { pattern?: RegExp; form?: string; minLength?: number },
  ): string | undefined;
  integer(name: string, options: { min: number; max: number; fallback?: number }): number;
  /** One of a few words. */
  choice<Word extends string>(name: string, options: { words: readonly Word[]; fallback: Word }): Word;
  /** An absolute http(s) URL without a trailing slash. */
  url(name: string, options?: { fallback?: string }): string;
  /** Notes what is wrong by another rule. */
  problem(text: string): void;
  /** Throws `VariablesError` when anything above was missing or malformed. */
  finish(): void;
}

export function createVariableReader(env: Readonly<Record<string, unknown>>): VariableReader {
  const problems: string[] = [];

  function raw(name: string): string | undefined {
    const binding = env[name];
    // A variable written without quotes in wrangler.toml arrives as a number.
    const value = typeof binding === 'number' ? String(binding) : binding;
    return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
  }

  function checked(
    name: string,
    value: string,
    options: { pattern?: RegExp; form?: string; minLength?: number },
  ): string {
    if (options.minLength !== undefined && value.length < options.minLength) {
      problems.push(`${name} must have at least ${options.minLength} characters`);
    } else if (options.pattern !== undefined && !options.pattern.test(value)) {
      problems.push(`${name} must be ${options.form ?? `of the form ${options.pattern}`}`);
    }
    return value;
  }

  return {
    text(name, options = {}) {
      const value = raw(name) ?? options.fallback;
      if (value === undefined) {
        problems.push(`${name} is missing`);
        return '';
      }
      return checked(name, value, options);
    },
    optionalText(name, options = {}) {
      const value = raw(name);
      return value === undefined ? undefined : checked(name, value, options);
    },
    integer(name, { min, max, fallback }) {
      const value = raw(name);
      if (value === undefined) {
        if (fallback === undefined) problems.push(`${name} is missing`);
        return fallback ?? min;
      }
      const number = /^-?\d{1,15}$/.test(value) ? Number(value) : Number.NaN;
      if (!(number >= min && number <= max)) {
        problems.push(`${name} must be a whole number from ${min} to ${max}`);
        return fallback ?? min;
      }
      return number;
    },
    choice(name, { words, fallback }) {
      const value = raw(name) ?? fallback;
      const word = words.find((candidate) => candidate === value);
      if (word === undefined) problems.push(`${name} must be one of ${words.join(', ')}`);
      return word ?? fallback;
    },
    url(name, options = {}) {
      const value = raw(name) ?? options.fallback;
      if (value === undefined) {
        problems.push(`${name} is missing`);
        return '';
      }
      if (!/^https?:\/\/[^\s]+$/.test(value) || !URL.canParse(value)) {
        problems.push(`${name} must be an absolute http(s) URL`);
      }
      return value.replace(/\/+$/, '');
    },
    problem: (text) => void problems.push(text),
    finish() {
      if (problems.length > 0) throw new VariablesError(problems);
    },
  };
}
