/** `POST /v1/privacy/remember`: the caller chooses whether anything is stored at all. */
import type { PrivacySummary } from '../../../../shared/contract/privacy.ts';
import { requireSigned } from '../../access/verified.ts';
import { PRIVACY_DEADLINE_MS, setRemember, summarise } from '../../privacy/privacy.ts';
import { jsonResponse, replyFromDatabase } from '../../reply.ts';
import { parseRememberRequest } from '../../request/caller-request.ts';
import type { Services } from '../../services.ts';

export async function handlePrivacyRemember(request: Request, services: Services): Promise<Response> {
  const admitted = await requireSigned(request, services, parseRememberRequest);
  if (!admitted.ok) return admitted.response;
  const { caller, remember } = admitted.value;
  const open = () => services.openDatabase(PRIVACY_DEADLINE_MS);
  return replyFromDatabase(services.log, async () => {
    await setRemember(open(), caller.user_id, remember);
    const summary = await summarise(open(), caller.user_id);
    const { retentionDays } = services.config;
    return jsonResponse({ ...summary, retention_days: retentionDays } satisfies PrivacySummary);
  });
}
