/** `POST /v1/privacy/erase`: everything that is stored about the caller goes, kept answers included. */
import { errorName } from '../../../../shared/observe/log.ts';
import { requireCaller } from '../../access/verified.ts';
import { forgetAnswers } from '../../idempotency/forget.ts';
import { eraseAll, PRIVACY_DEADLINE_MS } from '../../privacy/privacy.ts';
import { jsonResponse, replyFromDatabase } from '../../reply.ts';
import type { Services } from '../../services.ts';

export async function handlePrivacyErase(request: Request, services: Services): Promise<Response> {
  const admitted = await requireCaller(request, services);
  if (!admitted.ok) return admitted.response;
  const { user_id: userId } = admitted.value;
  const { log, config } = services;
  return replyFromDatabase(log, async () => {
    const [receipt] = await Promise.all([
      eraseAll(services.openDatabase(PRIVACY_DEADLINE_MS), userId),
      forgetAnswers(config.redis, userId).catch((error: unknown) =>
        log.warn('privacy.answers_kept', { error: errorName(error) }),
      ),
    ]);
    log.info('privacy.erased', { messages: receipt.erased_messages });
    return jsonResponse(receipt);
  });
}
