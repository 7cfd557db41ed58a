/** What holds in a caller's place by the database's word: for what must not go by what an isolate remembers. */
import type { Caller } from '../../../shared/contract/caller.ts';
import type { EffectiveSettings } from '../../../shared/settings/effective.ts';
import type { Services } from '../services.ts';
import { readShown } from './read.ts';
import { channelOf, effectiveFor } from './scopes.ts';

/** `version`: of the server's. Rejects when the database does not answer in time. */
export async function placeSettings(
  services: Pick<Services, 'config' | 'openDatabase'>,
  caller: Caller,
  deadlineMs: number,
): Promise<{ settings: EffectiveSettings; version: number }> {
  const { guild_id: guildId, user_id: userId } = caller;
  const where = { guildId, settingsChannelId: channelOf(caller), userId };
  const read = await readShown(services.openDatabase(deadlineMs), where);
  return {
    settings: effectiveFor(services.config, { ...read, personas: [] }, caller),
    version: read.version,
  };
}
