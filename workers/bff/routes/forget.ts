/** `POST /v1/conversations/forget`: the turn of one request is not remembered, because nobody has seen its answer. */
import type { ResetResponse } from '../../../shared/contract/conversations.ts';
import { errorName } from '../../../shared/observe/log.ts';
import { requireSignedForTalk } from '../access/verified.ts';
import { forgetTurn } from '../conversation/forget-turn.ts';
import { forgetRequest, forgetSharedAnswers } from '../idempotency/forget.ts';
import { requestKeyOf } from '../idempotency/key.ts';
import { accountOfCaller } from '../limits/account.ts';
import { jsonResponse, replyFromDatabase } from '../reply.ts';
import { parseForgetRequest } from '../request/caller-request.ts';
import type { Services } from '../services.ts';

/** As long as storing a turn may take: nobody waits for it. */
const FORGET_DEADLINE_MS = 5_000;

export async function handleForget(request: Request, services: Services): Promise<Response> {
  const admitted = await requireSignedForTalk(request, services, parseForgetRequest);
  if (!admitted.ok) return admitted.response;
  const { caller, request: key } = admitted.value;
  const { log, config } = services;
  const account = accountOfCaller(caller, config);
  return replyFromDatabase(log, async () => {
    const [forgotten] = await Promise.all([
      forgetTurn(services.openDatabase(FORGET_DEADLINE_MS), caller, requestKeyOf(account, key)),
      // Nor is it an equal question's.
      Promise.all([
        forgetRequest(config.redis, account, key),
        forgetSharedAnswers(config.redis, account),
      ]).catch((error: unknown) => log.warn('conversation.answer_kept', { error: errorName(error) })),
    ]);
    log.info('conversation.turn_forgotten', { forgotten });
    return jsonResponse({ forgotten_messages: forgotten } satisfies ResetResponse);
  });
}
