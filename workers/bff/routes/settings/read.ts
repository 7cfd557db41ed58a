/** `POST /v1/settings/read`: what is set, and what it comes to for the caller. */
import { requireSigned } from '../../access/verified.ts';
import { replyFromDatabase } from '../../reply.ts';
import { parseReadRequest } from '../../request/settings-requests.ts';
import type { Services } from '../../services.ts';
import { showSettings } from './reply.ts';

export async function handleSettingsRead(request: Request, services: Services): Promise<Response> {
  const admitted = await requireSigned(request, services, parseReadRequest);
  if (!admitted.ok) return admitted.response;
  const { libra, channel_id: channelId = null } = admitted.value;
  return replyFromDatabase(services.log, () => showSettings(services, libra.caller, channelId));
}
