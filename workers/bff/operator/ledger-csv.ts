/** The ledger as a file: one page of it in memory at a time. */
import type { LedgerPage, LedgerRow } from '../../../shared/contract/operator.ts';
import { CSV_BYTE_ORDER_MARK, csvLine } from '../../../shared/csv.ts';
import { errorName, type Logger } from '../../../shared/observe/log.ts';
import { type Cursor, parseCursor } from './ledger-sql.ts';

/** A file of so many rows still opens in a spreadsheet; each page is one statement. */
export const MAX_FILE_ROWS = 100_000;
export const ROWS_PER_CHUNK = 2_000;

const COLUMNS: readonly (keyof LedgerRow)[] = [
  'at',
  'model',
  'provider',
  'guild',
  'person',
  'key',
  'prompt_tokens',
  'cached_tokens',
  'completion_tokens',
  'cost_micro_usd',
  'first_token_ms',
  'total_ms',
  'outcome',
  'fallback',
  'cached',
  'estimated',
];

/** Read as fast as it is taken. When the database breaks off, so does the file: half of one must not look whole. */
export function streamCsv(
  readPage: (before: Cursor | null, limit: number) => Promise<LedgerPage>,
  log: Pick<Logger, 'error'>,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let before: Cursor | null = null;
  let left = MAX_FILE_ROWS;
  return new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(encoder.encode(CSV_BYTE_ORDER_MARK + csvLine([...COLUMNS]))),
    async pull(controller) {
      try {
        const limit = Math.min(ROWS_PER_CHUNK, left);
        const page = await readPage(before, limit);
        left -= page.rows.length;
        const text = page.rows.map((row) => csvLine(COLUMNS.map((column) => row[column]))).join('');
        if (text !== '') controller.enqueue(encoder.encode(text));
        before = page.next === null ? null : parseCursor(page.next);
        if (before === null || left === 0) controller.close();
      } catch (error) {
        log.error('ledger.export_broken', { error: errorName(error) });
        controller.error(new Error('The export broke off'));
      }
    },
  });
}
