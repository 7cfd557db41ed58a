/** `POST /v1/conversations/reset`: the caller's conversation in this channel ends. */
import type { ResetResponse } from '../../../shared/contract/conversations.ts';
import { errorName } from '../../../shared/observe/log.ts';
import { requireCaller } from '../access/verified.ts';
import { endConversation } from '../conversation/reset.ts';
import { errorResponse, jsonResponse } from '../reply.ts';
import type { Services } from '../services.ts';

/** The bot answers within Discord's three seconds. */
const RESET_DEADLINE_MS = 1_500;

export async function handleReset(request: Request, services: Services): Promise<Response> {
  const admitted = await requireCaller(request, services);
  if (!admitted.ok) return admitted.response;
  try {
    const db = services.openDatabase(RESET_DEADLINE_MS);
    const forgotten = await endConversation(db, admitted.value, services.now());
    services.log.info('conversation.reset', { forgotten });
    return jsonResponse({ forgotten_messages: forgotten } satisfies ResetResponse);
  } catch (error) {
    services.log.error('memory.unavailable', { error: errorName(error) });
    return errorResponse({ code: 'upstream_unreachable' });
  }
}
