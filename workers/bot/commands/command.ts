/** The shape of a command: what Discord is told about it, and what happens when it is used, side by side. */
import type { RESTPostAPIChatInputApplicationCommandsJSONBody } from 'discord-api-types/v10';
import type { CommandInteraction } from '../discord/parse.ts';
import type { InteractionCallback } from '../discord/respond.ts';
import type { InteractionContext } from '../services.ts';

export type CommandDefinition = RESTPostAPIChatInputApplicationCommandsJSONBody;

export type CommandContext = InteractionContext<CommandInteraction>;

export interface Command {
  definition: CommandDefinition;
  handle(context: CommandContext): Promise<InteractionCallback>;
}

/** Every command can be installed to a server or to a person, and used in servers, bot DMs and private channels. */
export const EVERYWHERE = {
  integration_types: [0, 1],
  contexts: [0, 1, 2],
} satisfies Partial<CommandDefinition>;
