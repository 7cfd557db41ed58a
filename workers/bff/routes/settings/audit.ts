/** `POST /v1/settings/audit`: who has changed what for a server, newest first. */
import { requireSigned } from '../../access/verified.ts';
import { jsonResponse, replyFromDatabase } from '../../reply.ts';
import { parseAuditRequest } from '../../request/settings-requests.ts';
import type { Services } from '../../services.ts';
import { readAuditPage } from '../../settings/audit.ts';
import { openFor, requireServer } from './reply.ts';

export async function handleSettingsAudit(request: Request, services: Services): Promise<Response> {
  const admitted = await requireSigned(request, services, parseAuditRequest);
  if (!admitted.ok) return admitted.response;
  const { libra, permissions, before = null } = admitted.value;
  const place = requireServer(libra.caller, permissions);
  if (!place.ok) return place.response;
  return replyFromDatabase(services.log, async () =>
    jsonResponse(await readAuditPage(openFor(services)(), place.guildId, before)),
  );
}
