/** `npm run reliability`: writes docs/reliability.md from the declared expectations. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../dev/stack/build.ts';
import { renderReliability } from './reliability.ts';
import { DOCUMENT_FAULTS } from './table/documents.ts';
import { SPEECH_FAULTS } from './table/speech.ts';
import { TALK_FAULTS } from './table/talk.ts';
import { TALK_REALTIME_FAULTS } from './table/talk-realtime.ts';
import { FAULTS } from './table.ts';

const TABLES = {
  faults: FAULTS,
  documents: DOCUMENT_FAULTS,
  speech: SPEECH_FAULTS,
  talk: TALK_FAULTS,
  talkRealtime: TALK_REALTIME_FAULTS,
};
writeFileSync(join(PROJECT_ROOT, 'docs', 'reliability.md'), renderReliability(TABLES));
