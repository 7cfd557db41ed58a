/**
 * What every route of operators begins with. The one who asks is judged anew each time by the rights of their key: a revoked key ends
 * its sessions in the console, too. While the database is out a key that was good stays good for a few minutes, as for clients.
 */
import type { OperatorRight } from '../../../shared/contract/operator.ts';
import { isRecord, parseBoundedJson } from '../../../shared/json.ts';
import { type ApiKeyRecord, findApiKeyById } from '../access/api-keys.ts';
import { authenticateRequest } from '../access/verified.ts';
import { spendNonce } from '../limits/spend-nonce.ts';
import { errorResponse } from '../reply.ts';
import type { Validated } from '../request/validate.ts';
import type { Services } from '../services.ts';

export interface Operator {
  /** Null: the console itself, which looks for what to alert of, and may do nothing else. */
  keyId: number | null;
  rights: readonly OperatorRight[];
}

export type OperatorAdmitted<T> =
  | { ok: true; operator: Operator; ask: T }
  | { ok: false; response: Response };

const MAX_BODY_BYTES = 131_072;
const LOOKUP_DEADLINE_MS = 2_000;

/** `right`: null for any. */
export async function requireOperator<T>(
  request: Request,
  services: Services,
  right: OperatorRight | null,
  parse: (input: unknown) => Validated<T>,
): Promise<OperatorAdmitted<T>> {
  const known = await identify(request, services);
  if (!known.ok) return known;
  const { operator, ask } = known;
  const isEnough = right === null ? operator.rights.length > 0 : operator.rights.includes(right);
  if (!isEnough) {
    services.log.warn('operator.refused', { key: operator.keyId, right });
    return { ok: false, response: errorResponse({ code: 'forbidden' }) };
  }
  const parsed = parse(ask);
  if (!parsed.ok) return { ok: false, response: errorResponse(parsed) };
  return { ok: true, operator, ask: parsed.value };
}

type Known = { ok: true; operator: Operator; ask: unknown } | { ok: false; response: Response };

async function identify(request: Request, services: Services): Promise<Known> {
  const verifier = services.consoleVerifier;
  const authentication = await authenticateRequest(request, { ...services, verifier }, MAX_BODY_BYTES);
  if (!authentication.ok) return { ok: false, response: errorResponse(authentication) };
  const { identity, body } = authentication;
  const value = parseBoundedJson(body);
  if (identity.kind === 'client') {
    return { ok: true, operator: operatorOf(identity.apiKey, services.now()), ask: value };
  }
  const { config, nonces, log, now } = services;
  if (!(await spendNonce({ redis: config.redis, nonces, log, now }, identity.nonce))) {
    return { ok: false, response: errorResponse({ code: 'unauthorized' }) };
  }
  if (!isRecord(value) || !(value.operator === null || Number.isSafeInteger(value.operator))) {
    return { ok: false, response: errorResponse({ code: 'invalid_request', param: 'operator' }) };
  }
  if (value.operator === null) {
    return { ok: true, operator: { keyId: null, rights: ['read'] }, ask: value.ask };
  }
  return lookUp(Number(value.operator), value.ask, services);
}

async function lookUp(id: number, ask: unknown, { apiKeys, openDatabase, now }: Services): Promise<Known> {
  const found = await apiKeys.look(`id:${id}`, () => findApiKeyById(openDatabase(LOOKUP_DEADLINE_MS), id));
  if (found.kind === 'found') return { ok: true, operator: operatorOf(found.key, now()), ask };
  const code = found.kind === 'unknown' ? 'unauthorized' : 'upstream_unreachable';
  return { ok: false, response: errorResponse({ code }) };
}

/** A key that has ended has no right any more. */
function operatorOf({ id, settings, endsAtMs }: ApiKeyRecord, nowMs: number): Operator {
  const hasEnded = endsAtMs !== null && nowMs >= endsAtMs;
  return { keyId: id, rights: hasEnded ? [] : (settings.operator ?? []) };
}
