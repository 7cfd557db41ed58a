/** The ledger, page by page and as a file. */
import type { LedgerFilter, LedgerPage, LedgerRow } from '../../../../shared/contract/operator.ts';
import { CSV_BYTE_ORDER_MARK, csvLine } from '../../../../shared/csv.ts';
import { errorName } from '../../../../shared/observe/log.ts';
import { requireOperator } from '../../operator/access.ts';
import { recordAction } from '../../operator/audit.ts';
import { type Cursor, findPerson, parseCursor, readRows } from '../../operator/ledger-sql.ts';
import { errorResponse, jsonResponse, replyFromDatabase } from '../../reply.ts';
import { parseLedgerFilter, parseLedgerRequest } from '../../request/operator-requests.ts';
import type { Services } from '../../services.ts';
import { ADMIN_DEADLINE_MS, pseudonymiser } from './read.ts';

const ROWS_PER_PAGE = 50;

export async function handleAdminLedger(request: Request, services: Services): Promise<Response> {
  const admitted = await requireOperator(request, services, 'read', parseLedgerRequest);
  if (!admitted.ok) return admitted.response;
  const { before, ...filter } = admitted.ask;
  const cursor = before === undefined ? null : parseCursor(before);
  if (before !== undefined && cursor === null) {
    return errorResponse({ code: 'invalid_request', param: 'before' });
  }
  return replyFromDatabase(services.log, async () => {
    const userId = await personOf(services, filter);
    const { rows, next } = await readPage(services, filter, { userId, before: cursor, limit: ROWS_PER_PAGE });
    return jsonResponse({ rows, next } satisfies LedgerPage);
  });
}

/** A file of so many rows still opens in a spreadsheet; each page is one statement. */
const MAX_FILE_ROWS = 100_000;
const ROWS_PER_CHUNK = 2_000;

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

export async function handleAdminLedgerCsv(request: Request, services: Services): Promise<Response> {
  const admitted = await requireOperator(request, services, 'read', parseLedgerFilter);
  if (!admitted.ok) return admitted.response;
  const { ask: filter, operator } = admitted;
  return replyFromDatabase(services.log, async () => {
    const db = services.openDatabase(ADMIN_DEADLINE_MS);
    await recordAction(db, { operator: operator.keyId, action: 'ledger.exported', target: null });
    const userId = await personOf(services, filter);
    return new Response(streamCsv(services, filter, userId), {
      headers: {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': 'attachment; filename="ledger.csv"',
      },
    });
  });
}

/** Read as fast as it is taken. When the database breaks off, so does the file: half of one must not look whole. */
function streamCsv(services: Services, filter: LedgerFilter, userId: string | null): ReadableStream {
  const encoder = new TextEncoder();
  let before: Cursor | null = null;
  let left = MAX_FILE_ROWS;
  return new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(encoder.encode(CSV_BYTE_ORDER_MARK + csvLine([...COLUMNS]))),
    async pull(controller) {
      try {
        const limit = Math.min(ROWS_PER_CHUNK, left);
        const page = await readPage(services, filter, { userId, before, limit });
        left -= page.rows.length;
        const text = page.rows.map((row) => csvLine(COLUMNS.map((column) => row[column]))).join('');
        if (text !== '') controller.enqueue(encoder.encode(text));
        before = page.next === null ? null : parseCursor(page.next);
        if (before === null || left === 0) controller.close();
      } catch (error) {
        services.log.error('ledger.export_broken', { error: errorName(error) });
        controller.error(new Error('The export broke off'));
      }
    },
  });
}

function personOf(services: Services, filter: LedgerFilter): Promise<string | null> {
  const db = services.openDatabase(ADMIN_DEADLINE_MS);
  return findPerson(db, services.config.sharedSecrets[0], filter);
}

async function readPage(
  services: Services,
  filter: LedgerFilter,
  options: { userId: string | null; before: Cursor | null; limit: number },
): Promise<LedgerPage> {
  const { limit } = options;
  const db = services.openDatabase(ADMIN_DEADLINE_MS);
  const { rows } = await readRows(db, filter, { ...options, limit: limit + 1 });
  const toPseudonym = pseudonymiser(services);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    rows: await Promise.all(
      shown.map(async ({ id: _, micros: __, user_id: userId, ...row }) => ({
        ...row,
        person: userId === null ? null : await toPseudonym(userId),
      })),
    ),
    next: rows.length > limit && last !== undefined ? `${last.micros}.${last.id}` : null,
  };
}
