import { expect, it } from 'vitest';
import type { LedgerPage, LedgerRow } from '../../../shared/contract/operator.ts';
import { MAX_FILE_ROWS, ROWS_PER_CHUNK, streamCsv } from './ledger-csv.ts';

const ROW = { at: '2026-11-29T00:00:00.000Z', model: 'm', outcome: 'ok' } as LedgerRow;
const NEXT = `1.${'0'.repeat(8)}-0000-0000-0000-${'0'.repeat(12)}`;

function ledgerOf(rows: number) {
  let left = rows;
  let reads = 0;
  return {
    reads: () => reads,
    async read(_: unknown, limit: number): Promise<LedgerPage> {
      reads += 1;
      const some = Math.min(left, limit);
      left -= some;
      return { rows: new Array<LedgerRow>(some).fill(ROW), next: left > 0 ? NEXT : null };
    },
  };
}
const QUIET = { error: () => undefined };

it('reads a page when the one before was taken, and no sooner', async () => {
  const ledger = ledgerOf(10 * ROWS_PER_CHUNK);
  const reader = streamCsv(ledger.read, QUIET).getReader();
  await reader.read();
  await reader.read();
  await new Promise((resolve) => setImmediate(resolve));
  expect(ledger.reads()).toBeLessThanOrEqual(2);
  await reader.cancel();
});

it('ends at its bound, however much there is', async () => {
  const ledger = ledgerOf(10 * MAX_FILE_ROWS);
  const text = await new Response(streamCsv(ledger.read, QUIET)).text();
  expect(text.trimEnd().split('\r\n')).toHaveLength(MAX_FILE_ROWS + 1);
  expect(ledger.reads()).toBe(MAX_FILE_ROWS / ROWS_PER_CHUNK);
});

it('breaks off rather than looks whole when the ledger cannot be read on', async () => {
  const ledger = ledgerOf(3 * ROWS_PER_CHUNK);
  const stream = streamCsv((before, limit) => {
    if (ledger.reads() === 1) throw new Error('gone');
    return ledger.read(before, limit);
  }, QUIET);
  await expect(new Response(stream).text()).rejects.toThrow('The export broke off');
});
