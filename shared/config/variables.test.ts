import { describe, expect, it } from 'vitest';
import { createVariableReader, type VariableReader, VariablesError } from './variables.ts';

/** What `finish` complains about after `read`. */
function problemsOf(
  env: Record<string, unknown>,
  read: (variables: VariableReader) => void,
): readonly string[] {
  const variables = createVariableReader(env);
  read(variables);
  try {
    variables.finish();
    return [];
  } catch (error) {
    if (error instanceof VariablesError) return error.problems;
    throw error;
  }
}

describe('createVariableReader', () => {
  it('reads texts, numbers and addresses', () => {
    const variables = createVariableReader({
      NAME: ' libra ',
      COUNT: '20',
      NEGATIVE: '-5',
      UNQUOTED: 15,
      URL: 'https://api.example.com/v1//',
      KEY: 'ab12',
    });
    expect(variables.text('NAME')).toBe('libra');
    expect(variables.text('KEY', { pattern: /^[0-9a-f]{4}$/ })).toBe('ab12');
    expect(variables.integer('COUNT', { min: 1, max: 100 })).toBe(20);
    expect(variables.integer('NEGATIVE', { min: -10, max: 0 })).toBe(-5);
    expect(variables.integer('UNQUOTED', { min: 1, max: 60 })).toBe(15);
    expect(variables.url('URL')).toBe('https://api.example.com/v1');
    expect(variables.optionalText('GONE')).toBeUndefined();
    expect(() => variables.finish()).not.toThrow();
  });

  it('takes fallbacks for what is missing or blank', () => {
    const variables = createVariableReader({ BLANK: '  ', NOT_TEXT: { a: 1 } });
    expect(variables.text('BLANK', { fallback: 'x' })).toBe('x');
    expect(variables.text('NOT_TEXT', { fallback: 'y' })).toBe('y');
    expect(variables.integer('GONE', { min: 1, max: 9, fallback: 3 })).toBe(3);
    expect(variables.url('GONE', { fallback: 'http://127.0.0.1:8080/' })).toBe('http://127.0.0.1:8080');
    expect(() => variables.finish()).not.toThrow();
  });

  it('collects every problem before it fails, by name', () => {
    const problems = problemsOf({ SHORT: 'abc', NUMBER: 'many', ADDRESS: 'ftp://x' }, (variables) => {
      variables.text('MISSING');
      variables.text('SHORT', { minLength: 32 });
      variables.integer('NUMBER', { min: 1, max: 9 });
      variables.integer('NO_NUMBER', { min: 1, max: 9 });
      variables.url('ADDRESS');
      variables.url('NO_ADDRESS');
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
    const variables = createVariableReader({ A: secret, B: secret, C: secret, D: secret });
    variables.text('A', { pattern: /^\d+$/, form: 'digits' });
    variables.optionalText('B', { minLength: 99 });
    variables.integer('C', { min: 0, max: 1 });
    variables.url('D');
    expect(() => variables.finish()).toThrow(VariablesError);
    try {
      variables.finish();
    } catch (error) {
      expect(String(error)).not.toContain(secret);
      expect(JSON.stringify(error)).not.toContain(secret);
    }
  });

  it.each(['1.5', '1e3', '0x10', '٣', '9999999999999999', '', 'NaN', '10 0', '101', '-1'])(
    'takes %j for no whole number from 0 to 100',
    (value) => {
      const problems = problemsOf({ N: value }, (variables) => variables.integer('N', { min: 0, max: 100 }));
      expect(problems).toHaveLength(1);
    },
  );

  it.each(['example.com', '//example.com', 'javascript:alert(1)', 'http://', 'https://a b', 'http://[::1'])(
    'takes %j for no address',
    (value) => {
      const problems = problemsOf({ U: value }, (variables) => variables.url('U'));
      expect(problems).toEqual(['U must be an absolute http(s) URL']);
    },
  );

  it('checks an optional text only when it is there', () => {
    const read = (variables: VariableReader) => variables.optionalText('O', { minLength: 4 });
    expect(problemsOf({}, read)).toEqual([]);
    expect(problemsOf({ O: 'abc' }, read)).toEqual(['O must have at least 4 characters']);
  });
});
