/** What an operator does at once: holds a circuit open or closed, lets somebody ask again. */
import { errorName } from '../../../../shared/observe/log.ts';
import { requireOperator } from '../../operator/access.ts';
import { recordAction } from '../../operator/audit.ts';
import { askCircuits } from '../../operator/overview.ts';
import { unblock } from '../../operator/people.ts';
import { errorResponse, jsonResponse } from '../../reply.ts';
import { parseOrder, parseUnblock } from '../../request/operator-requests.ts';
import type { Services } from '../../services.ts';
import { openRedis } from '../../store/redis.ts';
import { ADMIN_DEADLINE_MS, pseudonymiser } from './read.ts';

const LLM_DEADLINE_MS = 3_000;
const REDIS_DEADLINE_MS = 3_000;

export async function handleAdminCircuit(request: Request, services: Services): Promise<Response> {
  const admitted = await requireOperator(request, services, 'circuits', parseOrder);
  if (!admitted.ok) return admitted.response;
  const { ask: order, operator } = admitted;
  try {
    await askCircuits(services, order, AbortSignal.timeout(LLM_DEADLINE_MS));
  } catch (error) {
    services.log.error('llm.unreachable', { error: errorName(error) });
    return errorResponse({ code: 'upstream_unreachable' });
  }
  await note(services, operator.keyId, `circuit.${order.force}`, order.target);
  return jsonResponse({});
}

export async function handleAdminUnblock(request: Request, services: Services): Promise<Response> {
  const admitted = await requireOperator(request, services, 'people', parseUnblock);
  if (!admitted.ok) return admitted.response;
  const { ask, operator } = admitted;
  try {
    const redis = openRedis(services.config.redis, REDIS_DEADLINE_MS);
    if (!(await unblock(redis, ask, pseudonymiser(services)))) return errorResponse({ code: 'not_found' });
  } catch (error) {
    services.log.error('redis.unreachable', { error: errorName(error) });
    return errorResponse({ code: 'upstream_unreachable' });
  }
  await note(services, operator.keyId, 'person.unblocked', `${ask.space}:${ask.person}`);
  return jsonResponse({});
}

/** It has been done, whatever becomes of the note: a database that is away must not keep an operator from a circuit. */
async function note(
  services: Services,
  operator: number | null,
  action: string,
  target: string,
): Promise<void> {
  services.log.warn('operator.acted', { action, operator, target });
  try {
    await recordAction(services.openDatabase(ADMIN_DEADLINE_MS), { operator, action, target });
  } catch (error) {
    services.log.error('operator.not_audited', { action, error: errorName(error) });
  }
}
