import type { RegisteredCommand, RegisteredOption, WorldChannel, WorldUser } from '../../protocol.ts';
import { isOffered } from '../../rules/permissions.ts';
import { localise } from './localise.ts';
import { fold } from './options.ts';

/** Discord's type of a slash command; the others are opened from a menu. */
const CHAT_INPUT = 1;
/** Option types up to this one are sub-commands and their groups. */
const LAST_NESTING_TYPE = 2;
/** `group sub-command` below a command is as deep as it goes. */
const MAX_NAME_WORDS = 3;

/**
 * The slash commands of a channel, in the order in which they were registered. A sub-command stands as a command of its own, named by its whole path.
 * Commands that a moderator alone may use are among them; `isLocked` tells.
 */
export function commandsHere(
  commands: readonly RegisteredCommand[],
  channel: WorldChannel,
  user: WorldUser,
): RegisteredCommand[] {
  return commands
    .filter(
      (command) => command.type === CHAT_INPUT && isOffered(command, channel, { ...user, moderator: true }),
    )
    .flatMap(leavesOf);
}

/** True when the user lacks a permission that the command asks for in the channel. */
export function isLocked(command: RegisteredCommand, channel: WorldChannel, user: WorldUser): boolean {
  return !isOffered(command, channel, user);
}

/** Finds a command or option by its registered name or by its name in any language. */
export function findByName<Named extends RegisteredCommand | RegisteredOption>(
  candidates: readonly Named[],
  name: string,
): Named | undefined {
  const wanted = fold(name);
  return (
    candidates.find((candidate) => fold(candidate.name) === wanted) ??
    candidates.find((candidate) => namesOf(candidate).some((other) => fold(other) === wanted))
  );
}

/** The registered name and all localised ones. */
export function namesOf(named: RegisteredCommand | RegisteredOption): string[] {
  return [named.name, ...Object.values(named.name_localizations ?? {})];
}

/** Takes the command's name, of up to three words, off the beginning of a line without its slash. */
export function takeCommand(
  commands: readonly RegisteredCommand[],
  text: string,
): { command: RegisteredCommand; rest: string } | null {
  const ends = [...text.matchAll(/\s+|$/g)].slice(0, MAX_NAME_WORDS).map(({ index }) => index);
  for (const end of ends.toReversed()) {
    const command = findByName(commands, text.slice(0, end).replaceAll(/\s+/g, ' '));
    if (command !== undefined) return { command, rest: text.slice(end) };
  }
  return null;
}

/** The command itself, or its sub-commands. */
export function leavesOf(command: RegisteredCommand): RegisteredCommand[] {
  const nested = (command.options ?? []).filter(({ type }) => type <= LAST_NESTING_TYPE);
  if (nested.length === 0) return [command];
  return nested.flatMap(({ options, ...sub }) => {
    const { name_localizations: _, ...rest } = command;
    return leavesOf({
      ...rest,
      name: `${command.name} ${sub.name}`,
      name_localizations: joinLocalisations(command, sub),
      description: sub.description,
      description_localizations: sub.description_localizations ?? null,
      options: options ?? [],
    });
  });
}

function joinLocalisations(
  command: RegisteredCommand,
  sub: Omit<RegisteredOption, 'options'>,
): Record<string, string> {
  const locales = [command, sub].flatMap(({ name_localizations }) => Object.keys(name_localizations ?? {}));
  return Object.fromEntries(
    locales.map((locale) => [
      locale,
      `${localise(command.name, command.name_localizations, locale)} ${localise(sub.name, sub.name_localizations, locale)}`,
    ]),
  );
}
