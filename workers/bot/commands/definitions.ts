/** What is registered with Discord. Plain data, importable in Node. */
import type { CommandDefinition } from './command.ts';
import { COMMANDS } from './table.ts';

export const commandDefinitions: readonly CommandDefinition[] = COMMANDS.map(({ definition }) => definition);
