/** The ledger, page by page and as a file. */
import type { LedgerFilter, LedgerPage } from '../../../../shared/contract/operator.ts';
import { requireOperator } from '../../operator/access.ts';
import { recordAction, recordLook } from '../../operator/audit.ts';
import { streamCsv } from '../../operator/ledger-csv.ts';
import { readLedgerPage } from '../../operator/ledger-page.ts';
import { type Cursor, findPerson, parseCursor } from '../../operator/ledger-sql.ts';
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
    const db = services.openDatabase(ADMIN_DEADLINE_MS);
    const userId = await personOf(services, filter);
    const target = await soughtOf(services, userId);
    await recordLook(db, { operator: admitted.operator.keyId, action: 'looked.ledger', target });
    const { rows, next } = await readPage(services, filter, { userId, before: cursor, limit: ROWS_PER_PAGE });
    return jsonResponse({ rows, next } satisfies LedgerPage);
  });
}

export async function handleAdminLedgerCsv(request: Request, services: Services): Promise<Response> {
  const admitted = await requireOperator(request, services, 'read', parseLedgerFilter);
  if (!admitted.ok) return admitted.response;
  const { ask: filter, operator } = admitted;
  return replyFromDatabase(services.log, async () => {
    const db = services.openDatabase(ADMIN_DEADLINE_MS);
    const userId = await personOf(services, filter);
    const target = await soughtOf(services, userId);
    await recordAction(db, { operator: operator.keyId, action: 'ledger.exported', target });
    return new Response(
      streamCsv((before, limit) => readPage(services, filter, { userId, before, limit }), services.log),
      {
        headers: {
          'content-type': 'text/csv; charset=utf-8',
          'content-disposition': 'attachment; filename="ledger.csv"',
        },
      },
    );
  });
}

function personOf(services: Services, filter: LedgerFilter): Promise<string | null> {
  const open = () => services.openDatabase(ADMIN_DEADLINE_MS);
  return findPerson(open, services.config.sharedSecrets[0], filter);
}

/** Whom they have sought, by the pseudonym: an audit outlives the person's erasure. */
async function soughtOf(services: Services, userId: string | null): Promise<string | null> {
  return userId === null ? null : pseudonymiser(services)(userId);
}

function readPage(
  services: Services,
  filter: LedgerFilter,
  options: { userId: string | null; before: Cursor | null; limit: number },
): Promise<LedgerPage> {
  return readLedgerPage(services.openDatabase(ADMIN_DEADLINE_MS), pseudonymiser(services), filter, options);
}
