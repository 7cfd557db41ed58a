/**
 * Keys of API clients in an operator's hands. Keys of operators are made, changed and rotated by the command alone: a session in the
 * console must not make itself a key with more rights, nor outlive its own. Revoking one is allowed, for that is never too much.
 */
import type { KeySecret, OperatorKey } from '../../../../shared/contract/operator.ts';
import { createApiKey, hashApiKey } from '../../access/api-key.ts';
import { requireOperator } from '../../operator/access.ts';
import { CHANGES, type KeyChange, parseChange, parseName } from '../../operator/keys/change.ts';
import {
  changeKey,
  createKey,
  findKey,
  KeyRefusedError,
  listKeys,
  readAllUses,
  revokeKey,
  rotateKey,
  type Sql,
} from '../../operator/keys/table.ts';
import { errorResponse, jsonResponse, replyFromDatabase } from '../../reply.ts';
import { parseChangeKey, parseCreateKey, parseNothing, parseOfKey } from '../../request/operator-requests.ts';
import type { Validated } from '../../request/validate.ts';
import type { Services } from '../../services.ts';
import { ADMIN_DEADLINE_MS } from './read.ts';

const DEFAULT_CALLS_PER_MIN = 60;
const OVERLAP_MS = 24 * 3_600_000;

export async function handleAdminKeys(request: Request, services: Services): Promise<Response> {
  const admitted = await requireOperator(request, services, 'read', parseNothing);
  if (!admitted.ok) return admitted.response;
  return replyFromDatabase(services.log, async () => {
    const sql = sqlOf(services);
    const [keys, uses] = await Promise.all([listKeys(sql), readAllUses(sql)]);
    const none = { calls: 0, tokens: 0, micro_usd: 0 };
    const shown = keys.map((key) => ({ ...key, today: none, month: none, ...uses.get(key.id) }));
    return jsonResponse({ keys: shown satisfies OperatorKey[] });
  });
}

export const handleAdminKeyCreate = changing(
  'key.created',
  parseCreateKey,
  async (sql, { name, options }) => {
    const change = { callsPerMin: DEFAULT_CALLS_PER_MIN, ...parseOptions(options) };
    const secret = createApiKey();
    const key = await createKey(sql, { hash: await hashApiKey(secret), name: parseName(name), change });
    return { target: key.id, answer: { id: key.id, name: key.name, secret } satisfies KeySecret };
  },
);

export const handleAdminKeyChange = changing('key.changed', parseChangeKey, async (sql, { id, options }) => {
  await refuseOperators(sql, id);
  await changeKey(sql, id, parseOptions(options));
  return { target: id, answer: {} };
});

export const handleAdminKeyRotate = changing('key.rotated', parseOfKey, async (sql, { id }) => {
  await refuseOperators(sql, id);
  const secret = createApiKey();
  const hash = await hashApiKey(secret);
  const { name } = await rotateKey(sql, id, { hash, overlapMs: OVERLAP_MS, force: false });
  return { target: id, answer: { id, name, secret } satisfies KeySecret };
});

export const handleAdminKeyRevoke = changing('key.revoked', parseOfKey, async (sql, { id }) => {
  await revokeKey(sql, id);
  return { target: id, answer: {} };
});

class InvalidKeyError extends Error {}

/** As an operator would type them for the command. */
function parseOptions(options: Record<string, string>): KeyChange {
  const unknown = Object.keys(options).find((name) => !Object.hasOwn(CHANGES, name) || name === 'operator');
  if (unknown !== undefined) throw new InvalidKeyError(`There is no option ${unknown}`);
  return invalidUnless(() => parseChange(options, Date.now()));
}

function invalidUnless<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw new InvalidKeyError(error instanceof Error ? error.message : 'It is not valid');
  }
}

async function refuseOperators(sql: Sql, id: number): Promise<void> {
  const { settings } = await findKey(sql, id);
  if (settings.operator !== undefined) {
    throw new KeyRefusedError("An operator's key is changed by `npm run keys` alone.");
  }
}

function changing<T>(
  action: string,
  parse: (input: unknown) => Validated<T>,
  change: (sql: Sql, ask: T) => Promise<{ target: number; answer: object }>,
) {
  return async (request: Request, services: Services): Promise<Response> => {
    const admitted = await requireOperator(request, services, 'keys', parse);
    if (!admitted.ok) return admitted.response;
    return replyFromDatabase(services.log, async () => {
      try {
        const operator = admitted.operator.keyId;
        const sql = { ...sqlOf(services), audited: { operator, action } };
        const { target, answer } = await change(sql, admitted.ask);
        services.log.info('operator.acted', { action, operator, target });
        return jsonResponse(answer);
      } catch (error) {
        if (error instanceof InvalidKeyError) {
          return errorResponse({ code: 'settings_invalid', detail: error.message });
        }
        if (error instanceof KeyRefusedError) {
          return errorResponse({ code: 'settings_conflict', detail: error.message });
        }
        throw error;
      }
    });
  };
}

function sqlOf(services: Services): Sql {
  const { $client } = services.openDatabase(ADMIN_DEADLINE_MS);
  return { query: (text, params) => $client.query(text, params) };
}
