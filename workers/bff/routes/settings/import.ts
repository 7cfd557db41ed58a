/** `POST /v1/settings/import`: everything is as the document says, or nothing changes and all that is wrong is named. */
import type { SettingsDocument } from '../../../../shared/contract/settings.ts';
import { MAX_SETTINGS_DOCUMENT_BYTES } from '../../../../shared/limits.ts';
import { requireSigned } from '../../access/verified.ts';
import { parseImportRequest } from '../../request/settings-requests.ts';
import type { Services } from '../../services.ts';
import { parseDocument } from '../../settings/document.ts';
import { importSettings } from '../../settings/import.ts';
import { problemsBeyondKept } from '../../settings/kept-models.ts';
import { chatModelsOf } from '../../settings/scopes.ts';
import { tellServerChange } from '../../settings/tell-change.ts';
import { openFor, replyToChange, requireServer } from './reply.ts';

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
  const open = openFor(services);
  const check = (models: readonly string[]) => {
    const parsed = parseDocument(document, models);
    return parsed.ok ? [] : parsed.problems;
  };
  return replyToChange(
    services,
    { caller, channelId: null, scope: 'import' },
    async () => {
      const models = chatModelsOf(services.config.catalogue);
      const problems = await problemsBeyondKept(open, guildId, models, check);
      if (problems.length > 0) return { kind: 'invalid', problems };
      const author = { actor: caller.user_id, seenVersion };
      return importSettings(open, guildId, document as SettingsDocument, author);
    },
    () => tellServerChange(services, guildId),
  );
}
