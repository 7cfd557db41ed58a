/**
 * Registers the commands with Discord by bulk overwrite: what is declared in workers/bot/commands is what exists, nothing more.
 * Source: https://docs.discord.com/developers/interactions/application-commands#bulk-overwrite-global-application-commands
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { commandDefinitions } from '../../workers/bot/commands/table.ts';
import { PROJECT_ROOT } from './build.ts';

export interface Registration {
  apiBaseUrl: string;
  applicationId: string;
  botToken: string;
  /** Register in one guild (visible at once) instead of everywhere. */
  guildId?: string;
  /** Those that this process started with, unless told otherwise. */
  definitions?: typeof commandDefinitions;
}

/** Not a bug of the stack: the declarations need a correction. */
export class CommandsRefusedError extends Error {
  constructor(status: number, reason: string) {
    super(`Discord refused the commands (${status}): ${reason}`);
    this.name = 'CommandsRefusedError';
  }
}

/** The declarations as they are on disk now. By a process of its own: this one keeps each module as it first was. */
export async function readDefinitionsAnew(): Promise<typeof commandDefinitions> {
  const program = join(PROJECT_ROOT, 'dev', 'register.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [program, '--dry-run']);
  return JSON.parse(stdout) as typeof commandDefinitions;
}

/** Returns how many commands Discord now has. Throws with Discord's own reason; the token is never in it. */
export async function registerCommands({
  apiBaseUrl,
  applicationId,
  botToken,
  guildId,
  definitions = commandDefinitions,
}: Registration): Promise<number> {
  const scope = guildId === undefined ? '' : `/guilds/${guildId}`;
  const response = await fetch(`${apiBaseUrl}/applications/${applicationId}${scope}/commands`, {
    method: 'PUT',
    headers: {
      authorization: `Bot ${botToken}`,
      'content-type': 'application/json',
      'user-agent': 'DiscordBot (https://github.com/libra-bot/libra, 0.1.0)',
    },
    body: JSON.stringify(definitions),
  });
  const body: unknown = await response.json();
  if (!response.ok) throw new CommandsRefusedError(response.status, JSON.stringify(body));
  return Array.isArray(body) ? body.length : 0;
}
