/** `POST /v1/moderation/log`: a page of what moderation has found in the caller's server. */
import type { ModerationLogResponse } from '../../../shared/contract/moderation.ts';
import { requireSigned } from '../access/verified.ts';
import { readEvents } from '../moderation/events.ts';
import { errorResponse, jsonResponse, replyFromDatabase } from '../reply.ts';
import { parseModerationLogRequest } from '../request/caller-request.ts';
import type { Services } from '../services.ts';

/** The bot answers within Discord's three seconds. */
const READ_DEADLINE_MS = 1_500;

export async function handleModerationLog(request: Request, services: Services): Promise<Response> {
  const admitted = await requireSigned(request, services, parseModerationLogRequest);
  if (!admitted.ok) return admitted.response;
  const { caller, page } = admitted.value;
  const guildId = caller.guild_id;
  if (guildId === null) return errorResponse({ code: 'forbidden' });
  return replyFromDatabase(services.log, async () => {
    const { events, hasMore } = await readEvents(services.openDatabase(READ_DEADLINE_MS), guildId, page);
    return jsonResponse({ events, has_more: hasMore } satisfies ModerationLogResponse);
  });
}
