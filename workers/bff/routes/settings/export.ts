/** `POST /v1/settings/export`: everything that is set for a server, to be kept or taken elsewhere. */
import {
  SETTINGS_FORMAT,
  SETTINGS_FORMAT_VERSION,
  type SettingsDocument,
} from '../../../../shared/contract/settings.ts';
import { requireSigned } from '../../access/verified.ts';
import { jsonResponse, replyFromDatabase } from '../../reply.ts';
import { parseExportRequest } from '../../request/settings-requests.ts';
import type { Services } from '../../services.ts';
import { readCurrentServer } from '../../settings/current.ts';
import { openFor, requireServer } from './reply.ts';

export async function handleSettingsExport(request: Request, services: Services): Promise<Response> {
  const admitted = await requireSigned(request, services, parseExportRequest);
  if (!admitted.ok) return admitted.response;
  const { libra, permissions } = admitted.value;
  const place = requireServer(libra.caller, permissions);
  if (!place.ok) return place.response;
  return replyFromDatabase(services.log, async () => {
    const { server, channels, personas } = await readCurrentServer(openFor(services)(), place.guildId, null);
    const set = [...channels].filter(([, { settings }]) => Object.keys(settings).length > 0);
    return jsonResponse({
      format: SETTINGS_FORMAT,
      version: SETTINGS_FORMAT_VERSION,
      server: server.settings,
      channels: Object.fromEntries(set.map(([id, { settings }]) => [id, settings])),
      personas,
    } satisfies SettingsDocument);
  });
}
