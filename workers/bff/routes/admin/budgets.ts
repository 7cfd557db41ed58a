/** Today's budgets of servers and people. */
import { requireOperator } from '../../operator/access.ts';
import { recordLook } from '../../operator/audit.ts';
import { readBudgets } from '../../operator/budgets.ts';
import { jsonResponse, replyFromDatabase } from '../../reply.ts';
import { parseNothing } from '../../request/operator-requests.ts';
import type { Services } from '../../services.ts';
import { openRedis } from '../../store/redis.ts';
import { ADMIN_DEADLINE_MS, pseudonymiser } from './read.ts';

export async function handleAdminBudgets(request: Request, services: Services): Promise<Response> {
  const admitted = await requireOperator(request, services, 'read', parseNothing);
  if (!admitted.ok) return admitted.response;
  const { config, log, now } = services;
  const open = () => services.openDatabase(ADMIN_DEADLINE_MS);
  return replyFromDatabase(log, async () => {
    await recordLook(open(), { operator: admitted.operator.keyId, action: 'looked.budgets', target: null });
    return jsonResponse(
      await readBudgets({
        open,
        redis: openRedis(config.redis, config.redis.timeoutMs),
        budgets: config.budgets,
        nowMs: now(),
        toPseudonym: pseudonymiser(services),
      }),
    );
  });
}
