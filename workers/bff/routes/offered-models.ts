/** `POST /v1/offered-models`: what a person may choose from here, and what it costs. */
import type { Caller } from '../../../shared/contract/caller.ts';
import type { EffectiveSettings } from '../../../shared/settings/effective.ts';
import { requireCaller } from '../access/verified.ts';
import { jsonResponse, replyFromDatabase } from '../reply.ts';
import { offerModels } from '../request/models/offered-models.ts';
import type { Services } from '../services.ts';
import { readShown } from '../settings/read.ts';
import { channelOf, effectiveFor, NO_SETTINGS } from '../settings/scopes.ts';

/** A person is typing. */
const DEADLINE_MS = 700;

export async function handleOfferedModels(request: Request, services: Services): Promise<Response> {
  const admitted = await requireCaller(request, services);
  if (!admitted.ok) return admitted.response;
  const { catalogue } = services.config;
  return replyFromDatabase(services.log, async () =>
    jsonResponse(offerModels(catalogue, await settingsIn(admitted.value, services))),
  );
}

/** What the person has chosen is left out: the answer is kept for a whole server. */
async function settingsIn(caller: Caller, services: Services): Promise<EffectiveSettings> {
  const { guild_id: guildId, user_id: userId } = caller;
  if (guildId === null) return NO_SETTINGS;
  const db = services.openDatabase(DEADLINE_MS);
  const read = await readShown(db, { guildId, settingsChannelId: channelOf(caller), userId });
  return effectiveFor(services.config, { ...read, channel: {}, person: {}, personas: [] }, caller);
}
