/** What somebody is shown of settings, in one place. */
import type { Caller } from '../../../shared/contract/caller.ts';
import type { SettingsView } from '../../../shared/contract/settings.ts';
import type { Database } from '../store/database.ts';
import { readShown, type Where } from './read.ts';
import { channelOf, chatModelsOf, effectiveFor, type OperatorsBounds } from './scopes.ts';

/** `channelId` null: the caller's own place. */
export async function viewSettings(
  db: Database,
  { catalogue, budgets }: OperatorsBounds & { catalogue: { defaultName: string } },
  caller: Caller,
  channelId: string | null,
): Promise<SettingsView> {
  const where: Where = {
    guildId: caller.guild_id,
    settingsChannelId: channelId ?? channelOf(caller),
    userId: caller.user_id,
  };
  const { personas, ...scopes } = await readShown(db, where);
  const { version, personVersion, server, channel, person } = scopes;
  const { parent_id: _, ...withoutThread } = caller;
  // In another channel than the caller's own there is no thread of theirs.
  const there = channelId === null ? caller : { ...withoutThread, channel_id: channelId };
  const effective = effectiveFor({ catalogue, budgets }, { ...scopes, personas: [] }, there);
  const models = chatModelsOf(catalogue);
  return {
    version,
    person_version: personVersion,
    server,
    channel_id: where.settingsChannelId,
    channel,
    person,
    effective,
    models: models.filter((name) => effective.allowedModels?.includes(name) ?? true),
    catalogue: models,
    default_model: catalogue.defaultName,
    personas,
    ceilings: { daily_tokens: budgets.guild.tokens, daily_micro_usd: budgets.guild.microUsd },
  };
}
