/** `POST /v1/answers/rate`: how the caller finds the answer to one of their requests. The last rating holds. */
import type { RateResponse } from '../../../shared/contract/answers.ts';
import { requireSigned } from '../access/verified.ts';
import { requestKeyOf } from '../idempotency/key.ts';
import { rateAnswer } from '../ledger/rating.ts';
import { accountOfCaller } from '../limits/account.ts';
import { jsonResponse, replyFromDatabase } from '../reply.ts';
import { parseRateRequest } from '../request/caller-request.ts';
import type { Services } from '../services.ts';

/** The bot answers within Discord's three seconds. */
const RATE_DEADLINE_MS = 1_200;

export async function handleRate(request: Request, services: Services): Promise<Response> {
  const admitted = await requireSigned(request, services, parseRateRequest);
  if (!admitted.ok) return admitted.response;
  const { caller, request: key, rating } = admitted.value;
  const { log, config } = services;
  return replyFromDatabase(log, async () => {
    const rated = await rateAnswer(services.openDatabase(RATE_DEADLINE_MS), {
      userId: caller.user_id,
      requestKey: requestKeyOf(accountOfCaller(caller, config), key),
      rating,
    });
    log.info('answer.rated', { rating, rated });
    return jsonResponse({ rated } satisfies RateResponse);
  });
}
