/**
 * Registers the commands with Discord by bulk overwrite: what is declared in workers/bot/commands is what exists, nothing more
 * but an Entry Point command. Discord makes that one for an application with Activities, and refuses (code 50240) an overwrite
 * that lacks it.
 * Source: https://docs.discord.com/developers/interactions/application-commands#bulk-overwrite-global-application-commands
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { botHeaders } from '../../shared/http/discord-headers.ts';
import { commandDefinitions } from '../../workers/bot/commands/table.ts';
import { PROJECT_ROOT } from './build.ts';
import { jsonAnswer } from './json-answer.ts';
import { readVersion } from './version.ts';

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
    super(
      status === 401
        ? 'Discord refuses the bot token: copy DISCORD_BOT_TOKEN again (Bot → Reset Token)'
        : `Discord refused the commands (${status}): ${reason}`,
    );
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
  const url = `${apiBaseUrl}/applications/${applicationId}${scope}/commands`;
  // Without this parameter the texts come in one language, and the others would be overwritten with nothing.
  const registered = await callDiscord(`${url}?with_localizations=true`, botToken);
  const overwritten = await callDiscord(url, botToken, withEntryPoints(definitions, registered));
  return overwritten.length;
}

/** `registered` is Discord's list. Of a kept command only those fields are sent that an overwrite takes. */
export function withEntryPoints(
  definitions: readonly object[],
  registered: readonly unknown[],
): readonly object[] {
  const kept = registered.filter(isEntryPoint).map((command) => {
    const fields = WRITABLE_FIELDS.filter((name) => command[name] !== undefined && command[name] !== '');
    return Object.fromEntries(fields.map((name) => [name, command[name]]));
  });
  return [...definitions, ...kept];
}

const ENTRY_POINT_TYPE = 4;
const WRITABLE_FIELDS = [
  'name',
  'name_localizations',
  'description',
  'description_localizations',
  'type',
  'handler',
  'default_member_permissions',
  'integration_types',
  'contexts',
  'nsfw',
];

function isEntryPoint(command: unknown): command is Record<string, unknown> {
  return (
    typeof command === 'object' && command !== null && 'type' in command && command.type === ENTRY_POINT_TYPE
  );
}

/** GET, or PUT when there is something to write. */
async function callDiscord(
  url: string,
  botToken: string,
  commands?: readonly object[],
): Promise<readonly unknown[]> {
  const response = await fetch(url, {
    method: commands === undefined ? 'GET' : 'PUT',
    headers: { ...botHeaders(botToken, readVersion()), 'content-type': 'application/json' },
    ...(commands === undefined ? {} : { body: JSON.stringify(commands) }),
  });
  const body = await jsonAnswer(response);
  if (!response.ok) throw new CommandsRefusedError(response.status, JSON.stringify(body));
  return Array.isArray(body) ? body : [];
}
