/** `npm run reliability`: writes docs/reliability.md from the declared expectations. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../dev/stack/build.ts';
import { renderReliability } from './reliability.ts';
import { DOCUMENT_FAULTS } from './table/documents.ts';
import { FAULTS } from './table.ts';

writeFileSync(join(PROJECT_ROOT, 'docs', 'reliability.md'), renderReliability(FAULTS, DOCUMENT_FAULTS));
