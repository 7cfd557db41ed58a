import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { PROJECT_ROOT } from '../../dev/stack/build.ts';
import { FAULT_FILES } from './files.ts';
import { renderReliability } from './reliability.ts';
import { DOCUMENT_FAULTS } from './table/documents.ts';
import { FAULTS } from './table.ts';

it('docs/reliability.md says what the fault table says (npm run reliability)', () => {
  const page = readFileSync(join(PROJECT_ROOT, 'docs', 'reliability.md'), 'utf8');
  expect(page).toBe(renderReliability(FAULTS, DOCUMENT_FAULTS));
});

it('names each fault once', () => {
  const names = FAULTS.map(({ part, what }) => `${part} ${what}`);
  expect(new Set(names).size).toBe(names.length);
});

it('runs each part of the table', () => {
  const files = FAULT_FILES.map((name) => `faults-${name}.test.ts`);
  expect(readdirSync(import.meta.dirname).filter((name) => name.startsWith('faults-'))).toEqual(
    files.toSorted(),
  );
  for (const [index, file] of files.entries())
    expect(readFileSync(join(import.meta.dirname, file), 'utf8')).toContain(
      `checkFaults('${FAULT_FILES[index]}')`,
    );
});
