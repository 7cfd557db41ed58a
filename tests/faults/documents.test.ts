/** Runs the table of documents through the whole stack. `docs/reliability.md` shows it. */
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { runDocumentFault } from './run-document.ts';
import { openStage, type Stage } from './stage.ts';
import { DOCUMENT_FAULTS } from './table/documents.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage(inject('bundles'));
});
afterAll(() => stage?.close());

for (const fault of DOCUMENT_FAULTS) {
  it(`a document ${fault.what}`, async () => {
    const { logs, left, ...outcome } = await runDocumentFault(fault, stage);
    const { logs: expected, ...exact } = fault.expected;
    expect(outcome).toEqual(exact);
    expect(logs).toEqual(expect.arrayContaining([...expected]));
    expect(left).toEqual([]);
  });
}
