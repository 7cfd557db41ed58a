/** What somebody may look up when something fails is in the docs: each code of docs/errors.md, each bad line of the log. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ERROR_CODES, errorKind } from '../shared/errors.ts';
import { PROJECT_ROOT } from './stack/build.ts';

const read = (...path: string[]) => readFileSync(join(PROJECT_ROOT, ...path), 'utf8');

it('docs/errors.md has each code with its status, its message and whether a repeat can help', () => {
  const rows = read('docs', 'errors.md')
    .split('\n')
    .filter((line) => line.startsWith('| `'));
  const wanted = ERROR_CODES.map((code) => {
    const { status, retryable, message } = errorKind(code);
    return { status, row: `| \`${code}\` | ${status} | ${retryable ? 'yes' : ''} | ${message} |` };
  });
  // Sorting keeps the order of the table where the status is the same.
  expect(rows).toEqual(wanted.sort((one, other) => one.status - other.status).map(({ row }) => row));
});

it('the docs name each event that is logged as a warning or an error', () => {
  const docs = readdirSync(join(PROJECT_ROOT, 'docs'))
    .filter((file) => file.endsWith('.md'))
    .map((file) => read('docs', file))
    .join('\n');
  const sources = ['workers', 'shared'].flatMap((folder) =>
    readdirSync(join(PROJECT_ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !file.includes('node_modules'))
      .map((file) => read(folder, file)),
  );
  const events = sources.flatMap((source) =>
    [...source.matchAll(/\blog(?:ger)?\s*\.(?:warn|error)\(\s*'([a-z_]+\.[a-z_]+)'/g)].map(
      ([, event = '']) => event,
    ),
  );
  expect(events.length).toBeGreaterThan(100);
  expect([...new Set(events)].filter((event) => !docs.includes(`\`${event}\``)).sort()).toEqual([]);
});
