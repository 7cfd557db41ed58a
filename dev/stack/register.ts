/**
 * Registers the commands with Discord by bulk overwrite: what is declared in workers/bot/commands is what exists, nothing more.
 * Source: https://docs.discord.com/developers/interactions/application-commands#bulk-overwrite-global-application-commands
 */
import { commandDefinitions } from '../../workers/bot/commands/definitions.ts';

export interface Registration {
  apiBaseUrl: string;
  applicationId: string;
  botToken: string;
  /** Register in one guild (visible at once) instead of everywhere. */
  guildId?: string;
}

/** Returns how many commands Discord now has. Throws with Discord's own reason; the token is never in it. */
export async function registerCommands({
  apiBaseUrl,
  applicationId,
  botToken,
  guildId,
}: Registration): Promise<number> {
  const scope = guildId === undefined ? '' : `/guilds/${guildId}`;
  const response = await fetch(`${apiBaseUrl}/applications/${applicationId}${scope}/commands`, {
    method: 'PUT',
    headers: {
      authorization: `Bot ${botToken}`,
      'content-type': 'application/json',
      'user-agent': 'DiscordBot (https://github.com/libra-bot/libra, 0.1.0)',
    },
    body: JSON.stringify(commandDefinitions),
  });
  const body: unknown = await response.json();
  if (!response.ok)
    throw new Error(`Discord refused the commands (${response.status}): ${JSON.stringify(body)}`);
  return Array.isArray(body) ? body.length : 0;
}
