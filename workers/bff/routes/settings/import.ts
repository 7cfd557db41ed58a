/** `POST /v1/settings/import`: everything is as the document says, or nothing changes and all that is wrong is named. */
import { MAX_SETTINGS_DOCUMENT_BYTES } from '../../../../shared/limits.ts';
import { requireSigned } from '../../access/verified.ts';
import { parseImportRequest } from '../../request/settings-requests.ts';
import type { Services } from '../../services.ts';
import { parseDocument } from '../../settings/document.ts';
import { importSettings } from '../../settings/import.ts';
import { projectServer } from '../../settings/project.ts';
import { chatModelsOf } from '../../settings/scopes.ts';
import { invalidResponse, openFor, replyToChange, requireServer } from './reply.ts';

/** Of the request, beside the document. */
const FRAME_BYTES = 8_192;

export async function handleSettingsImport(request: Request, services: Services): Promise<Response> {
  const maxBytes = MAX_SETTINGS_DOCUMENT_BYTES + FRAME_BYTES;
  const admitted = await requireSigned(request, services, parseImportRequest, maxBytes);
  if (!admitted.ok) return admitted.response;
  const { libra, permissions, document, expected_version: seenVersion } = admitted.value;
  const { caller } = libra;
  const place = requireServer(caller, permissions);
  if (!place.ok) return place.response;
  const { guildId } = place;
  const parsed = parseDocument(document, chatModelsOf(services.config.catalogue));
  if (!parsed.ok) return invalidResponse(parsed.problems);
  return replyToChange(
    services,
    { caller, channelId: null, scope: 'import' },
    () => importSettings(openFor(services), guildId, parsed.value, { actor: caller.user_id, seenVersion }),
    () => {
      services.settings.drop(`${guildId}:`);
      return projectServer(services, guildId);
    },
  );
}
