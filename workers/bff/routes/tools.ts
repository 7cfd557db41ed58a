/** `POST /v1/tools/list`: which tools there are in the caller's server, and what is switched on. */
import { requireSigned } from '../access/verified.ts';
import { jsonResponse, replyFromDatabase } from '../reply.ts';
import { parseExportRequest } from '../request/settings-requests.ts';
import type { Services } from '../services.ts';
import { placeSettings } from '../settings/place-settings.ts';
import { listTools } from '../tools/list-tools.ts';

/** The bot answers within Discord's three seconds, and the lists are still to come. */
const DEADLINE_MS = 700;

export async function handleTools(request: Request, services: Services): Promise<Response> {
  const admitted = await requireSigned(request, services, parseExportRequest);
  if (!admitted.ok) return admitted.response;
  const { caller } = admitted.value.libra;
  return replyFromDatabase(services.log, async () => {
    const { settings, version } = await placeSettings(services, caller, DEADLINE_MS);
    const isInServer = caller.guild_id !== null;
    return jsonResponse(await listTools(services, settings, { version, isInServer }));
  });
}
