import { describe, expect, it } from 'vitest';
import { parseOrder } from './changes.ts';

const files: Record<string, string> = { 'catalogue.json': '{"providers": []}\n' };
const parse = (line: string) => parseOrder(line === '' ? [] : line.split(' '), (path) => files[path] ?? '');

describe('npm run settings', () => {
  it.each([
    ['', { kind: 'show' }],
    ['undo', { kind: 'undo' }],
    [
      'set LLM_CALLS_PER_MIN=30 MODERATION_DEFAULT=all=note',
      { kind: 'change', changes: { LLM_CALLS_PER_MIN: '30', MODERATION_DEFAULT: 'all=note' } },
    ],
    ['set RETENTION_DAYS=', { kind: 'change', changes: { RETENTION_DAYS: '' } }],
    ['unset RETENTION_DAYS', { kind: 'change', changes: { RETENTION_DAYS: null } }],
    [
      'set LIBRA_CATALOGUE=@catalogue.json',
      { kind: 'change', changes: { LIBRA_CATALOGUE: '{"providers": []}' } },
    ],
  ])('%j', (line, order) => {
    expect(parse(line)).toEqual(order);
  });

  it.each([
    ['set', 'Name at least one variable'],
    ['unset', 'Name at least one variable'],
    ['set LLM_CALLS_PER_MIN', 'write NAME=value'],
    ['set =3', 'write NAME=value'],
    ['set LLM_CALLS_PRE_MIN=3', 'Is LLM_CALLS_PER_MIN meant?'],
    ['set WORKER_SHARED_SECRET=x', 'cannot be set while Libra runs'],
    ['unset DATABASE_URL', 'cannot be set while Libra runs'],
    ['undo 3', 'takes nothing more'],
    ['reset', 'there are set, unset and undo'],
  ])('%j is refused', (line, why) => {
    expect(() => parse(line)).toThrow(why);
  });
});
