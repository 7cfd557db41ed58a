/** `POST /v1/settings/change`: fields of one scope. */
import type { Caller } from '../../../../shared/contract/caller.ts';
import type { Permissions, SettingsTarget } from '../../../../shared/contract/settings.ts';
import { parseChanges } from '../../../../shared/settings/parse.ts';
import type { Scope } from '../../../../shared/settings/settings.ts';
import { requireSigned } from '../../access/verified.ts';
import { parseChangeRequest } from '../../request/settings-requests.ts';
import type { Services } from '../../services.ts';
import { changePerson, changeServer } from '../../settings/change.ts';
import { problemsBeyondKept } from '../../settings/kept-models.ts';
import { unknownModels } from '../../settings/models.ts';
import { chatModelsOf } from '../../settings/scopes.ts';
import { tellPersonChange, tellServerChange } from '../../settings/tell-change.ts';
import { invalidResponse, openFor, refused, replyToChange } from './reply.ts';

/** Instructions of the full length in characters of three bytes, escaped, and the other fields beside them. */
const MAX_BODY_BYTES = 64 * 1024;

export async function handleSettingsChange(request: Request, services: Services): Promise<Response> {
  const admitted = await requireSigned(request, services, parseChangeRequest, MAX_BODY_BYTES);
  if (!admitted.ok) return admitted.response;
  const { libra, permissions, expected_version: seenVersion } = admitted.value;
  const { caller } = libra;
  const target = admitted.value.target as SettingsTarget;
  const place = placeOf(target, caller, permissions);
  if (!place.ok) return place.response;
  const changes = parseChanges<Scope>(target.scope, admitted.value.changes);
  if (!changes.ok) return invalidResponse(changes.problems);
  const models = chatModelsOf(services.config.catalogue);
  const check = (known: readonly string[]) => unknownModels(changes.value, known);

  const open = openFor(services);
  const author = { actor: caller.user_id, seenVersion };
  const { guildId } = place;
  if (target.scope === 'person' || guildId === null) {
    const problems = check(models);
    if (problems.length > 0) return invalidResponse(problems);
    return replyToChange(
      services,
      { caller, channelId: null, scope: 'person' },
      () => changePerson(open, changes.value, author),
      () => tellPersonChange(services, caller.user_id),
    );
  }
  return replyToChange(
    services,
    { caller, channelId: target.scope === 'channel' ? target.channel_id : null, scope: target.scope },
    async () => {
      const problems = await problemsBeyondKept(open, guildId, models, check);
      if (problems.length > 0) return { kind: 'invalid', problems };
      return changeServer(open, { guildId, target }, changes.value, author);
    },
    () => tellServerChange(services, guildId),
  );
}

type Place = { ok: true; guildId: string | null } | { ok: false; response: Response };

/** The bot has Discord's word for the permissions; a channel's settings are written under the caller's own server. */
function placeOf(
  { scope }: SettingsTarget,
  { guild_id: guildId }: Caller,
  { manage_server: mayServer, manage_channels: mayChannels }: Permissions,
): Place {
  if (scope === 'person') return { ok: true, guildId };
  if (guildId === null) return refused('invalid_request');
  const may = mayServer || (scope === 'channel' && mayChannels);
  return may ? { ok: true, guildId } : refused('forbidden');
}
