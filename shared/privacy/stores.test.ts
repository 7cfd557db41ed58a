import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { PROJECT_ROOT } from '../../dev/stack/build.ts';
import type { Store } from './store.ts';
import { STORES } from './stores.ts';

const OPERATIONS = join(PROJECT_ROOT, 'docs', 'operations.md');
const TABLE = /\| store \| where \|.*?\n\n/s;

function rowOf({ name, in: where, holds, foundBy, erasure, note, exported, retention }: Store): string {
  const erased = note === undefined ? erasure : `${erasure}: ${note}`;
  const cells = [
    `\`${name}\``,
    where,
    holds,
    foundBy ?? 'nobody’s',
    erased,
    exported ? 'yes' : 'no',
    retention,
  ];
  return `| ${cells.join(' | ')} |`;
}

it('are what the operator reads about', () => {
  const table = TABLE.exec(readFileSync(OPERATIONS, 'utf8'))?.[0] ?? '';
  const rows = table.trim().split('\n').slice(2);
  expect(rows).toEqual(STORES.map(rowOf));
});

it('say of each that holds something of a person what an erasure does', () => {
  const stores: readonly Store[] = STORES;
  for (const { foundBy, erasure } of stores) expect(erasure === 'none').toBe(foundBy === null);
  for (const { erasure, note } of stores) if (erasure === 'stays') expect(note).toBeDefined();
});
