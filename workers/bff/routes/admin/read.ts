/** What operators look at: sums, servers, people by pseudonyms, documents. Nothing here changes anything. */
import type { FiguresResponse } from '../../../../shared/contract/figures.ts';
import type {
  AuditEntry,
  ModerationOverview,
  OperatorIdentity,
  ServerRow,
} from '../../../../shared/contract/operator.ts';
import { pseudonymise } from '../../../../shared/observe/pseudonym.ts';
import { presentModel } from '../../documents/present-model.ts';
import { readFigures } from '../../ledger/figures.ts';
import { requireOperator } from '../../operator/access.ts';
import { readActions, recordLook } from '../../operator/audit.ts';
import { readDocuments } from '../../operator/documents.ts';
import { findKey } from '../../operator/keys/table.ts';
import { readOverview } from '../../operator/overview.ts';
import { countModeration, listBlocked } from '../../operator/people.ts';
import { listServers, readServer } from '../../operator/servers.ts';
import { errorResponse, jsonResponse, replyFromDatabase } from '../../reply.ts';
import {
  parseFiguresRequest,
  parseNothing,
  parseOverviewRequest,
  parseServerRequest,
} from '../../request/operator-requests.ts';
import type { Validated } from '../../request/validate.ts';
import type { Services } from '../../services.ts';
import type { Database } from '../../store/database.ts';
import { openRedis } from '../../store/redis.ts';

/** A person is waiting, and a page that shows an error is of more use than one that loads. */
export const ADMIN_DEADLINE_MS = 5_000;
const REDIS_DEADLINE_MS = 2_000;

export type ToPseudonym = (id: string) => Promise<string>;

export const pseudonymiser =
  ({ config }: Services): ToPseudonym =>
  (id) =>
    pseudonymise(config.sharedSecrets[0], id);

/** What a read shows of people, for the audit. */
interface Look {
  action: string;
  target: string | null;
}

/** A route that reads the database and needs the right `read`. `lookAt`: null where nobody's data is shown. */
function reading<T>(
  parse: (input: unknown) => Validated<T>,
  read: (db: Database, ask: T, services: Services) => Promise<unknown>,
  lookAt: (ask: T) => Look | null = () => null,
) {
  return async (request: Request, services: Services): Promise<Response> => {
    const admitted = await requireOperator(request, services, 'read', parse);
    if (!admitted.ok) return admitted.response;
    return replyFromDatabase(services.log, async () => {
      const look = lookAt(admitted.ask);
      const open = () => services.openDatabase(ADMIN_DEADLINE_MS);
      if (look !== null) await recordLook(open(), { operator: admitted.operator.keyId, ...look });
      return jsonResponse(await read(open(), admitted.ask, services));
    });
  };
}

/** Any right will do: it says who they are. */
export async function handleAdminSession(request: Request, services: Services): Promise<Response> {
  const admitted = await requireOperator(request, services, null, parseNothing);
  if (!admitted.ok) return admitted.response;
  const { keyId, rights } = admitted.operator;
  if (keyId === null) return errorResponse({ code: 'forbidden' });
  return replyFromDatabase(services.log, async () => {
    const { name } = await findKey(services.openDatabase(ADMIN_DEADLINE_MS).$client, keyId);
    return jsonResponse({ id: keyId, name, rights: [...rights] } satisfies OperatorIdentity);
  });
}

/** Answers also while everything else is away. */
export async function handleAdminOverview(request: Request, services: Services): Promise<Response> {
  const admitted = await requireOperator(request, services, 'read', parseOverviewRequest);
  if (!admitted.ok) return admitted.response;
  const withDatabase = admitted.ask.without_database !== true;
  return jsonResponse(await readOverview(services, { withDatabase }));
}

export const handleAdminFigures = reading(
  parseFiguresRequest,
  async (db, ask, services): Promise<FiguresResponse> => {
    const figures = await readFigures(db, ask);
    if (ask.by !== 'user') return figures;
    const toPseudonym = pseudonymiser(services);
    const names = await Promise.all(
      figures.names.map(async (sums) => ({ ...sums, name: await toPseudonym(sums.name) })),
    );
    return { ...figures, names };
  },
  ({ by }) => (by === 'user' ? { action: 'looked.people', target: null } : null),
);

export const handleAdminServers = reading(
  parseNothing,
  async (db): Promise<{ servers: ServerRow[] }> => ({ servers: await listServers(db) }),
);

export const handleAdminServer = reading(
  parseServerRequest,
  (db, { guild }, services) => readServer(db, guild, pseudonymiser(services)),
  ({ guild }) => ({ action: 'looked.server', target: guild }),
);

export const handleAdminDocuments = reading(
  parseNothing,
  (db, _, services) => readDocuments(db, pseudonymiser(services), presentModel(services.config)),
  () => ({ action: 'looked.documents', target: null }),
);

export const handleAdminAudit = reading(
  parseNothing,
  async (db): Promise<{ entries: AuditEntry[] }> => ({ entries: await readActions(db) }),
);

export const handleAdminModeration = reading(
  parseNothing,
  async (db, _, services): Promise<ModerationOverview> => {
    const redis = openRedis(services.config.redis, REDIS_DEADLINE_MS);
    const [counts, listed] = await Promise.all([
      countModeration(db),
      listBlocked(redis, services.now(), pseudonymiser(services)).catch(() => null),
    ]);
    return { counts, blocked: listed?.blocked ?? null, more_blocked: listed?.more ?? false };
  },
  () => ({ action: 'looked.moderation', target: null }),
);
