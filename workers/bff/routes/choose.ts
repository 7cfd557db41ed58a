/** `POST /v1/answers/choose`: the stored turn of one request has the version of the answer that is shown. */
import type { ChooseResponse } from '../../../shared/contract/answers.ts';
import { MAX_CHAT_BODY_BYTES } from '../../../shared/limits.ts';
import { requireSignedForTalk } from '../access/verified.ts';
import { chooseAnswer } from '../conversation/choose-answer.ts';
import { requestKeyOf } from '../idempotency/key.ts';
import { accountOfCaller } from '../limits/account.ts';
import { jsonResponse, replyFromDatabase } from '../reply.ts';
import { parseChooseRequest } from '../request/caller-request.ts';
import type { Services } from '../services.ts';

/** As long as storing a turn may take: nobody waits for it. */
const CHOOSE_DEADLINE_MS = 5_000;

export async function handleChoose(request: Request, services: Services): Promise<Response> {
  const admitted = await requireSignedForTalk(request, services, parseChooseRequest, MAX_CHAT_BODY_BYTES);
  if (!admitted.ok) return admitted.response;
  const { caller, request: key, answer } = admitted.value;
  const { log, config } = services;
  return replyFromDatabase(log, async () => {
    const requestKey = requestKeyOf(accountOfCaller(caller, config), key);
    const db = services.openDatabase(CHOOSE_DEADLINE_MS);
    const chosen = await chooseAnswer(db, caller, { requestKey, answer });
    log.info('conversation.answer_chosen', { chosen });
    return jsonResponse({ chosen } satisfies ChooseResponse);
  });
}
