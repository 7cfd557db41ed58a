/** The shape of a command: what Discord is told about it, and what happens when it is used, side by side. */
import type {
  APIInteractionResponse,
  RESTPostAPIChatInputApplicationCommandsJSONBody,
} from 'discord-api-types/v10';
import type { Caller, Locale } from '../../../shared/contract/caller.ts';
import type { CommandInteraction, InteractionBase } from '../discord/parse.ts';
import { ephemeral } from '../discord/respond.ts';
import { withCode } from '../locale/failure.ts';
import type { ProblemCode, ProblemTexts, Texts } from '../locale/texts.ts';
import type { Services } from '../services.ts';

export type CommandDefinition = RESTPostAPIChatInputApplicationCommandsJSONBody;

export interface InteractionContext {
  caller: Caller;
  texts: Texts;
  services: Services;
}

export interface CommandContext extends InteractionContext {
  interaction: CommandInteraction;
}

export interface Command {
  definition: CommandDefinition;
  handle(context: CommandContext): Promise<APIInteractionResponse>;
}

/** Every command can be installed to a server or to a person, and used in servers, bot DMs and private channels. */
export const EVERYWHERE = {
  integration_types: [0, 1],
  contexts: [0, 1, 2],
} satisfies Partial<CommandDefinition>;

export function toCaller(interaction: InteractionBase): Caller {
  return {
    user_id: interaction.userId,
    guild_id: interaction.guildId,
    channel_id: interaction.channelId,
    locale: interaction.locale,
  };
}

/** The problems that need no facts to be told. */
type PlainProblemCode = {
  [Code in ProblemCode]: ProblemTexts[Code] extends string ? Code : never;
}[ProblemCode];

/** A refusal that only the caller sees, with its stable code. */
export function refuse(texts: Texts, code: PlainProblemCode): APIInteractionResponse {
  return ephemeral(withCode(texts.problems[code], code));
}

/** Names the option as Discord shows it to the caller. */
export function refuseMissing(
  { caller, texts }: InteractionContext,
  { name, name_localizations: names }: { name: string; name_localizations: Partial<Record<Locale, string>> },
): APIInteractionResponse {
  return ephemeral(withCode(texts.problems.option_missing(names[caller.locale] ?? name), 'option_missing'));
}
