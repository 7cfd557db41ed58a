/** `POST /v1/conversations/reset`: the caller's conversation in this channel ends. */
import type { ResetResponse } from '../../../shared/contract/conversations.ts';
import { requireCaller } from '../access/verified.ts';
import { endConversation } from '../conversation/reset.ts';
import { jsonResponse, replyFromDatabase } from '../reply.ts';
import type { Services } from '../services.ts';

/** The bot answers within Discord's three seconds. */
const RESET_DEADLINE_MS = 1_500;

export async function handleReset(request: Request, services: Services): Promise<Response> {
  const admitted = await requireCaller(request, services);
  if (!admitted.ok) return admitted.response;
  const { log } = services;
  return replyFromDatabase(log, async () => {
    const db = services.openDatabase(RESET_DEADLINE_MS);
    const forgotten = await endConversation(db, admitted.value, services.now());
    log.info('conversation.reset', { forgotten });
    return jsonResponse({ forgotten_messages: forgotten } satisfies ResetResponse);
  });
}
