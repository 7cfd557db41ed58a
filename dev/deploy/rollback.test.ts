import { expect, it } from 'vitest';
import type { Migration } from '../stack/migrate.ts';
import type { DeployedVersion } from './cloudflare.ts';
import { findPrevious, judgeRollback, messageOf, planSteps } from './rollback.ts';

const version = (id: string, message?: string, percentage = 100): DeployedVersion => ({
  id,
  percentage,
  release: id,
  message,
});
const migration = (name: string, at: number, ...statements: string[]): Migration => ({
  name,
  at,
  statements,
  hash: '',
});
const MIGRATIONS = [
  migration('0001_a', 100, 'CREATE TABLE a (id int)'),
  migration('0002_expand', 200, 'ALTER TABLE a ADD COLUMN b text'),
  migration('0003_contract', 300, 'ALTER TABLE a DROP COLUMN c'),
];
const knows = (at: number) => [version('old', messageOf('0.1.0+abc', at))];

it('goes back to the newest version that was something else, past the steps of a gradual deployment', () => {
  const [a, b] = [version('a'), version('b')];
  expect(findPrevious([[b], [a]])).toEqual([a]);
  expect(findPrevious([[b], [version('b', '', 50), version('a', '', 50)], [a]])).toEqual([a]);
  expect(findPrevious([[b], [b]])).toBeUndefined();
  expect(findPrevious([])).toBeUndefined();
  expect(findPrevious([[version('b', '', 10), version('a', '', 90)], [a], [version('older')]])).toEqual([a]);
});

it('never goes back to what was gone back from', () => {
  const [a, b, c] = [version('a'), version('b'), version('c')];
  // b was red, or was taken back by hand.
  expect(findPrevious([[a], [b], [a]])).toBeUndefined();
  expect(findPrevious([[b], [c], [b], [a]])).toEqual([a]);
  expect(findPrevious([[a], [b], [c], [b], [a]])).toBeUndefined();
  // Deployed anew, it is something new.
  expect(findPrevious([[version('d')], [b], [c], [b], [a]])).toEqual([b]);
});

it('ends with all Workers at one release where a rollback or a deployment before was interrupted', () => {
  const [a, b, c] = [version('a'), version('b'), version('c')];
  const back = (to: DeployedVersion) => ({ kind: 'back', previous: [to] });
  const there = { kind: 'there' };
  // All are at c: one step for each, and another step with the next run.
  expect(
    planSteps([
      [[c], [b], [a]],
      [[c], [b], [a]],
    ]),
  ).toEqual([back(b), back(b)]);
  expect(
    planSteps([
      [[b], [c], [b], [a]],
      [[b], [c], [b], [a]],
    ]),
  ).toEqual([back(a), back(a)]);
  // The bot had gone back when it was interrupted.
  expect(
    planSteps([
      [[b], [c], [b], [a]],
      [[c], [b], [a]],
    ]),
  ).toEqual([there, back(b)]);
  // The bot had not got c yet; of another one ten of a hundred requests.
  const step = [version('c', '', 10), version('b', '', 90)];
  expect(
    planSteps([
      [[b], [a]],
      [step, [b], [a]],
      [[c], [b], [a]],
    ]),
  ).toEqual([there, back(b), back(b)]);
  // What is new with c has nothing before it, and alone each goes by itself.
  expect(planSteps([[[c]], [[c], [b]]])).toEqual([{ kind: 'first' }, back(b)]);
  expect(planSteps([[[b], [a]]])).toEqual([back(a)]);
});

it('goes back over a migration that only adds', () => {
  expect(judgeRollback(knows(200), MIGRATIONS, 200)).toEqual({ safe: true, note: 'same schema' });
  expect(judgeRollback(knows(100), MIGRATIONS, 200)).toMatchObject({
    safe: true,
    note: expect.stringContaining('0002_expand'),
  });
});

it('does not go back over a migration that takes something away', () => {
  expect(judgeRollback(knows(200), MIGRATIONS, 300)).toMatchObject({
    safe: false,
    why: expect.stringContaining('0003_contract drops a column'),
  });
});

it('does not go back where it cannot know what the schema has lost', () => {
  expect(judgeRollback([version('by-hand')], MIGRATIONS, 200).safe).toBe(false);
  expect(judgeRollback(knows(200), MIGRATIONS, 400)).toMatchObject({
    safe: false,
    why: expect.stringContaining('this checkout'),
  });
});
