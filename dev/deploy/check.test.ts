import { expect, it } from 'vitest';
import { lookAtSchema } from './check.ts';

const STATE = { at: 2, pending: [], isAhead: false, destruction: [], isHalfRestored: false };

it('refuses to deploy over a newer schema, as a rollback is refused, unless it is wanted', () => {
  const ahead = { ...STATE, isAhead: true };
  expect(lookAtSchema(ahead, false).problem).toMatch(/newer than this checkout.*--allow-destructive/s);
  expect(lookAtSchema(ahead, true).problem).toBeUndefined();
  expect(lookAtSchema(STATE, false)).toEqual({ problem: undefined, plan: 'the schema is up to date' });
});
