/** `POST /v1/privacy/export`: everything that is stored about the caller, a few times an hour. */
import { requireCaller } from '../../access/verified.ts';
import { endingAt } from '../../limits/decide.ts';
import { takeExport } from '../../limits/export-limit.ts';
import { exportAll, PRIVACY_DEADLINE_MS } from '../../privacy/privacy.ts';
import { errorResponse, jsonResponse, replyFromDatabase } from '../../reply.ts';
import type { Services } from '../../services.ts';

export async function handlePrivacyExport(request: Request, services: Services): Promise<Response> {
  const admitted = await requireCaller(request, services);
  if (!admitted.ok) return admitted.response;
  const refused = await takeExport(services, admitted.value.user_id);
  if (refused !== null) {
    const { resetMs, limit } = refused;
    return errorResponse({ code: 'rate_limited', evidence: endingAt(resetMs, services.now(), limit) });
  }
  return replyFromDatabase(services.log, async () => {
    const db = services.openDatabase(PRIVACY_DEADLINE_MS);
    return jsonResponse(await exportAll(db, admitted.value.user_id, services.now()));
  });
}
