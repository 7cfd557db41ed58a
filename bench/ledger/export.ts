/** The export, read as slowly as somebody who downloads it. */
import { performance } from 'node:perf_hooks';
import { pseudonymise } from '../../shared/observe/pseudonym.ts';
import { streamCsv } from '../../workers/bff/operator/ledger-csv.ts';
import { readLedgerPage } from '../../workers/bff/operator/ledger-page.ts';
import type { Database } from '../../workers/bff/store/database.ts';

export interface Exported {
  lines: number;
  ms: number;
  firstMs: number;
  /** Of what was given at once: so much is in memory, whatever the file's size. */
  largestBytes: number;
}

export async function exportLedger(open: () => Database): Promise<Exported> {
  const toPseudonym = (id: string) => pseudonymise('fake'.repeat(10), id);
  const began = performance.now();
  let [lines, largestBytes, firstMs] = [0, 0, 0];
  const stream = streamCsv(
    (before, limit) => readLedgerPage(open(), toPseudonym, { days: 90 }, { userId: null, before, limit }),
    {
      error: () => {
        throw new Error('The export broke off');
      },
    },
  );
  for await (const piece of stream) {
    // After the line of names.
    if (lines > 0 && firstMs === 0) firstMs = performance.now() - began;
    largestBytes = Math.max(largestBytes, piece.byteLength);
    lines += piece.filter((byte) => byte === 10).length;
  }
  return { lines, ms: performance.now() - began, firstMs, largestBytes };
}
