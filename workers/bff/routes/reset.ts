/** `POST /v1/conversations/reset`: the caller's conversation in this channel ends. */
import type { ResetResponse } from '../../../shared/contract/conversations.ts';
import { errorName } from '../../../shared/observe/log.ts';
import { requireSigned } from '../access/verified.ts';
import { endConversation } from '../conversation/reset.ts';
import { forgetSharedAnswers } from '../idempotency/forget.ts';
import { accountOfCaller } from '../limits/account.ts';
import { jsonResponse, replyFromDatabase } from '../reply.ts';
import { parseResetRequest } from '../request/caller-request.ts';
import type { Services } from '../services.ts';

/** The bot answers within Discord's three seconds. */
const RESET_DEADLINE_MS = 1_500;

export async function handleReset(request: Request, services: Services): Promise<Response> {
  const admitted = await requireSigned(request, services, parseResetRequest);
  if (!admitted.ok) return admitted.response;
  const { caller, isModerator } = admitted.value;
  const { log, config } = services;
  return replyFromDatabase(log, async () => {
    const db = services.openDatabase(RESET_DEADLINE_MS);
    const [{ forgotten, isShared }] = await Promise.all([
      endConversation(db, caller, services.now(), { isModerator }),
      // Else the same question would get the answer of the conversation that has ended.
      forgetSharedAnswers(config.redis, accountOfCaller(caller, config)).catch((error: unknown) =>
        log.warn('conversation.answers_kept', { error: errorName(error) }),
      ),
    ]);
    log.info('conversation.reset', { forgotten });
    return jsonResponse({
      forgotten_messages: forgotten,
      ...(isShared ? { shared: isModerator ? 'ended' : 'kept' } : {}),
    } satisfies ResetResponse);
  });
}
