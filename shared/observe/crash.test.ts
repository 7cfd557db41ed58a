import { expect, it } from 'vitest';
import { VariablesError } from '../config/variables.ts';
import { logCrash } from './crash.ts';
import { createLogger } from './log.ts';

function lineOf(error: unknown): Record<string, unknown> {
  const lines: string[] = [];
  logCrash(createLogger({ worker: 'bot', write: (line) => void lines.push(line) }), error);
  return JSON.parse(lines.join(''));
}

it('tells what is wrong with the configuration by name', () => {
  expect(lineOf(new VariablesError(['A is missing', 'B is missing']))).toMatchObject({
    level: 'error',
    event: 'config.invalid',
    problems: 'A is missing; B is missing',
  });
});

it('tells the kind of any other error, and never its text', () => {
  const line = lineOf(new TypeError('hunter2'));
  expect(line).toMatchObject({ level: 'error', event: 'request.crashed', error: 'TypeError' });
  expect(JSON.stringify(line)).not.toContain('hunter2');
});
