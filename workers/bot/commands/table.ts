/** The one declaration from which both registration and routing come. */
import { chat } from './chat.ts';
import type { Command, CommandDefinition } from './command.ts';
import { help } from './help.ts';
import { mute } from './mute.ts';
import { privacy } from './privacy.ts';
import { reset } from './reset.ts';
import { status } from './status.ts';

/** In the order in which Discord lists them. */
const COMMANDS: readonly Command[] = [chat, help, reset, mute, status, privacy];

/** What is registered with Discord. Plain data, importable in Node. */
export const commandDefinitions: readonly CommandDefinition[] = COMMANDS.map(({ definition }) => definition);

const BY_NAME: ReadonlyMap<string, Command> = new Map(
  COMMANDS.map((command) => [command.definition.name, command]),
);

export function findCommand(name: string): Command | undefined {
  return BY_NAME.get(name);
}
