/** `POST /v1/privacy/export`: everything that is stored about the caller. */
import { requireCaller } from '../../access/verified.ts';
import { exportAll, PRIVACY_DEADLINE_MS } from '../../privacy/privacy.ts';
import { jsonResponse, replyFromDatabase } from '../../reply.ts';
import type { Services } from '../../services.ts';

export async function handlePrivacyExport(request: Request, services: Services): Promise<Response> {
  const admitted = await requireCaller(request, services);
  if (!admitted.ok) return admitted.response;
  return replyFromDatabase(services.log, async () => {
    const db = services.openDatabase(PRIVACY_DEADLINE_MS);
    return jsonResponse(await exportAll(db, admitted.value.user_id, services.now()));
  });
}
