/** `POST /v1/privacy/summary`: what is stored about the caller, counted. */
import type { PrivacySummary } from '../../../../shared/contract/privacy.ts';
import { requireCaller } from '../../access/verified.ts';
import { PRIVACY_DEADLINE_MS, summarise } from '../../privacy/privacy.ts';
import { jsonResponse, replyFromDatabase } from '../../reply.ts';
import type { Services } from '../../services.ts';

export async function handlePrivacySummary(request: Request, services: Services): Promise<Response> {
  const admitted = await requireCaller(request, services);
  if (!admitted.ok) return admitted.response;
  return replyFromDatabase(services.log, async () => {
    const db = services.openDatabase(PRIVACY_DEADLINE_MS);
    const summary = await summarise(db, admitted.value.user_id);
    const { retentionDays } = services.config;
    return jsonResponse({ ...summary, retention_days: retentionDays } satisfies PrivacySummary);
  });
}
