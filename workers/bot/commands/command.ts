/** The shape of a command: what Discord is told about it, and what happens when it is used, side by side. */
import type { RESTPostAPIChatInputApplicationCommandsJSONBody } from 'discord-api-types/v10';
import type { AutocompleteInteraction, CommandInteraction } from '../discord/parse.ts';
import type { Choice, InteractionCallback } from '../discord/respond.ts';
import type { InteractionContext } from '../services.ts';

export type CommandDefinition = RESTPostAPIChatInputApplicationCommandsJSONBody;

export type CommandContext = InteractionContext<CommandInteraction>;

export type CompletionContext = InteractionContext<AutocompleteInteraction>;

export interface Command {
  definition: CommandDefinition;
  handle(context: CommandContext): Promise<InteractionCallback>;
  /** What is offered for the option that is being typed. Absent: no option of it completes itself. */
  complete?(context: CompletionContext, at: { option: string; typed: string }): Promise<Choice[]>;
}

/** Every command can be installed to a server or to a person, and used in servers, bot DMs and private channels. */
export const EVERYWHERE = {
  integration_types: [0, 1],
  contexts: [0, 1, 2],
} satisfies Partial<CommandDefinition>;
