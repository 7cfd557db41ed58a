import { describe, expect, it } from 'vitest';
import { createSettingsReader, SettingsError, type SettingsReader } from './settings.ts';

/** What `finish` complains about after `read`. */
function problemsOf(
  env: Record<string, unknown>,
  read: (settings: SettingsReader) => void,
): readonly string[] {
  const settings = createSettingsReader(env);
  read(settings);
  try {
    settings.finish();
    return [];
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
}

describe('createSettingsReader', () => {
  it('reads texts, numbers and addresses', () => {
    const settings = createSettingsReader({
      NAME: ' libra ',
      COUNT: '20',
      NEGATIVE: '-5',
      UNQUOTED: 15,
      URL: 'https://api.example.com/v1//',
      KEY: 'ab12',
    });
    expect(settings.text('NAME')).toBe('libra');
    expect(settings.text('KEY', { pattern: /^[0-9a-f]{4}$/ })).toBe('ab12');
    expect(settings.integer('COUNT', { min: 1, max: 100 })).toBe(20);
    expect(settings.integer('NEGATIVE', { min: -10, max: 0 })).toBe(-5);
    expect(settings.integer('UNQUOTED', { min: 1, max: 60 })).toBe(15);
    expect(settings.url('URL')).toBe('https://api.example.com/v1');
    expect(settings.optionalText('GONE')).toBeUndefined();
    expect(() => settings.finish()).not.toThrow();
  });

  it('takes fallbacks for what is missing or blank', () => {
    const settings = createSettingsReader({ BLANK: '  ', NOT_TEXT: { a: 1 } });
    expect(settings.text('BLANK', { fallback: 'x' })).toBe('x');
    expect(settings.text('NOT_TEXT', { fallback: 'y' })).toBe('y');
    expect(settings.integer('GONE', { min: 1, max: 9, fallback: 3 })).toBe(3);
    expect(settings.url('GONE', { fallback: 'http://127.0.0.1:8080/' })).toBe('http://127.0.0.1:8080');
    expect(() => settings.finish()).not.toThrow();
  });

  it('collects every problem before it fails, by name', () => {
    const problems = problemsOf({ SHORT: 'abc', NUMBER: 'many', ADDRESS: 'ftp://x' }, (settings) => {
      settings.text('MISSING');
      settings.text('SHORT', { minLength: 32 });
      settings.integer('NUMBER', { min: 1, max: 9 });
      settings.integer('NO_NUMBER', { min: 1, max: 9 });
      settings.url('ADDRESS');
      settings.url('NO_ADDRESS');
    });
    expect(problems).toEqual([
      'MISSING is missing',
      'SHORT must have at least 32 characters',
      'NUMBER must be a whole number from 1 to 9',
      'NO_NUMBER is missing',
      'ADDRESS must be an absolute http(s) URL',
      'NO_ADDRESS is missing',
    ]);
  });

  it('never repeats a value, because it may be a secret', () => {
    const secret = 'hunter2-hunter2';
    const settings = createSettingsReader({ A: secret, B: secret, C: secret, D: secret });
    settings.text('A', { pattern: /^\d+$/, form: 'digits' });
    settings.optionalText('B', { minLength: 99 });
    settings.integer('C', { min: 0, max: 1 });
    settings.url('D');
    expect(() => settings.finish()).toThrow(SettingsError);
    try {
      settings.finish();
    } catch (error) {
      expect(String(error)).not.toContain(secret);
      expect(JSON.stringify(error)).not.toContain(secret);
    }
  });

  it.each(['1.5', '1e3', '0x10', '٣', '9999999999999999', '', 'NaN', '10 0', '101', '-1'])(
    'takes %j for no whole number from 0 to 100',
    (value) => {
      const problems = problemsOf({ N: value }, (settings) => settings.integer('N', { min: 0, max: 100 }));
      expect(problems).toHaveLength(1);
    },
  );

  it.each(['example.com', '//example.com', 'javascript:alert(1)', 'http://', 'https://a b', 'http://[::1'])(
    'takes %j for no address',
    (value) => {
      const problems = problemsOf({ U: value }, (settings) => settings.url('U'));
      expect(problems).toEqual(['U must be an absolute http(s) URL']);
    },
  );

  it('checks an optional text only when it is there', () => {
    const read = (settings: SettingsReader) => settings.optionalText('O', { minLength: 4 });
    expect(problemsOf({}, read)).toEqual([]);
    expect(problemsOf({ O: 'abc' }, read)).toEqual(['O must have at least 4 characters']);
  });
});
