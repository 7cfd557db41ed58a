/** Every test that docs/security.md names exists, by its file and its title. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PROJECT_ROOT } from './stack/build.ts';

const document = readFileSync(join(PROJECT_ROOT, 'docs', 'security.md'), 'utf8');
const named = [...document.matchAll(/`([\w./-]+\.test\.ts) › ([^`]+)`/g)].map(
  ([, file = '', title = '']) => ({
    file,
    title,
  }),
);

it('names tests', () => {
  expect(named.length).toBeGreaterThan(40);
  expect(document.match(/ › /g)?.length).toBe(named.length + 1);
});

describe('docs/security.md', () => {
  it.each(named)('names “$title” of $file', ({ file, title }) => {
    const path = join(PROJECT_ROOT, file);
    expect(existsSync(path)).toBe(true);
    const literals = [`'${title}'`, `"${title}"`, `\`${title}\``];
    expect(literals.some((literal) => readFileSync(path, 'utf8').includes(literal))).toBe(true);
  });

  it.each(['API', 'LLM'])('has a row with what holds it for each of the ten risks of %s', (list) => {
    const rows = document.split('\n').filter((line) => new RegExp(`^\\| ${list}\\d+ `).test(line));
    expect(rows).toHaveLength(10);
    for (const row of rows) expect(row).toMatch(/\.test\.ts › |none needed/);
  });
});
