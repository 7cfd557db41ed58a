/** The console shows what it does not have from here, such as a trace: who looks needs the right to, and it is noted. */
import { errorName } from '../../../../shared/observe/log.ts';
import { requireOperator } from '../../operator/access.ts';
import { recordLook } from '../../operator/audit.ts';
import { jsonResponse } from '../../reply.ts';
import { parseLook } from '../../request/operator-requests.ts';
import type { Services } from '../../services.ts';
import { ADMIN_DEADLINE_MS } from './read.ts';

export async function handleAdminLook(request: Request, services: Services): Promise<Response> {
  const admitted = await requireOperator(request, services, 'read', parseLook);
  if (!admitted.ok) return admitted.response;
  const { operator, ask } = admitted;
  try {
    await recordLook(services.openDatabase(ADMIN_DEADLINE_MS), {
      operator: operator.keyId,
      action: `looked.${ask.page}`,
      target: ask.target ?? null,
    });
  } catch (error) {
    // The log is what says why the database is away: it is shown all the same, and this line stays.
    services.log.error('operator.not_audited', {
      action: `looked.${ask.page}`,
      operator: operator.keyId,
      error: errorName(error),
    });
  }
  return jsonResponse({});
}
