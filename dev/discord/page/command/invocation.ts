/** What stands above an answer: the command as its reader's Discord names it, and what was given to it. Pure. */
import type { RegisteredCommand } from '../../protocol.ts';
import { localise } from './localise.ts';
import { leavesOf, takeCommand } from './lookup.ts';

/** Discord's type of a slash command. */
const CHAT_INPUT = 1;

/** `invocation` is `/privacy erase` or `/chat hello`, by registered names, or a button's label. */
export function readInvocation(
  invocation: string,
  commands: readonly RegisteredCommand[],
  locale: string,
): { name: string; given: string } {
  // A menu command's name, or a button's label: one name, of any number of words.
  if (!invocation.startsWith('/')) {
    const command = commands.find(({ type, name }) => type !== CHAT_INPUT && name === invocation);
    return { name: localise(invocation, command?.name_localizations, locale), given: '' };
  }
  const taken = takeCommand(commands.flatMap(leavesOf), invocation.slice(1));
  if (taken !== null) {
    const { name, name_localizations: names } = taken.command;
    return { name: `/${localise(name, names, locale)}`, given: taken.rest.trim() };
  }
  // Registered no more: its name ends at the first space.
  const [name = '', ...given] = invocation.split(/(?<=^\S+)\s+/);
  return { name, given: given.join(' ') };
}
