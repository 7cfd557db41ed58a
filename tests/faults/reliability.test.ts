import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { PROJECT_ROOT } from '../../dev/stack/build.ts';
import { FAULT_FILES } from './files.ts';
import { renderReliability } from './reliability.ts';
import { DOCUMENT_FAULTS } from './table/documents.ts';
import { SPEECH_FAULTS } from './table/speech.ts';
import { TALK_FAULTS } from './table/talk.ts';
import { TALK_REALTIME_FAULTS } from './table/talk-realtime.ts';
import { FAULTS } from './table.ts';

it('docs/reliability.md says what the fault table says (npm run reliability)', () => {
  const page = readFileSync(join(PROJECT_ROOT, 'docs', 'reliability.md'), 'utf8');
  const tables = {
    faults: FAULTS,
    documents: DOCUMENT_FAULTS,
    speech: SPEECH_FAULTS,
    talk: TALK_FAULTS,
    talkRealtime: TALK_REALTIME_FAULTS,
  };
  expect(page).toBe(renderReliability(tables));
});

it('names each fault once', () => {
  const tables = [
    FAULTS.map(({ part, what }) => `${part} ${what}`),
    SPEECH_FAULTS.map(({ uses, what }) => `${uses} ${what}`),
    TALK_FAULTS.map(({ what }) => what),
    TALK_REALTIME_FAULTS.map(({ what }) => what),
  ];
  for (const names of tables) expect(new Set(names).size).toBe(names.length);
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
