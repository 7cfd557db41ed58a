import type { RegisteredCommand, RegisteredOption, Snowflake } from '../../protocol.ts';
import { fold } from './options.ts';

/** Discord's type of a slash command; the others are opened from a menu. */
const CHAT_INPUT = 1;

/** The slash commands that can be used in a guild (null: in a direct message), in the order of their names. */
export function commandsHere(
  commands: readonly RegisteredCommand[],
  guildId: Snowflake | null,
): RegisteredCommand[] {
  return commands
    .filter(({ type, guild_id }) => type === CHAT_INPUT && (guild_id === undefined || guild_id === guildId))
    .toSorted((a, b) => a.name.localeCompare(b.name, 'en'));
}

/** Finds a command or option by its registered name or by its name in any language. */
export function findByName<Named extends RegisteredCommand | RegisteredOption>(
  candidates: readonly Named[],
  name: string,
): Named | undefined {
  const wanted = fold(name);
  return (
    candidates.find((candidate) => fold(candidate.name) === wanted) ??
    candidates.find((candidate) =>
      Object.values(candidate.name_localizations ?? {}).some((localised) => fold(localised) === wanted),
    )
  );
}
