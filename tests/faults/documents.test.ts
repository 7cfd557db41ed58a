/** Runs the table of documents through the whole stack. `docs/reliability.md` shows it. */
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { requesterOf } from './check-faults.ts';
import { readMessages } from './observe.ts';
import { PROMPT, wholeTextOf } from './prompt.ts';
import { askAndWait } from './run.ts';
import { runDocumentFault } from './run-document.ts';
import { openStage, type Stage } from './stage.ts';
import { DOCUMENT_FAULTS } from './table/documents.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage(inject('bundles'), { readsDocuments: true });
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

it('tells a whole text from the start of one', async () => {
  const record = await stage.stack.record(await askAndWait(stage, requesterOf(stage, 0)));
  const wholeText = wholeTextOf(PROMPT);
  expect(readMessages(record, wholeText)).toEqual({ text: 'whole' });
  expect(readMessages(record, `${wholeText}, 21`)).toEqual({ text: 'start' });
  expect(() => readMessages(record, 'else')).toThrow('never said');
});
