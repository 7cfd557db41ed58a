/** Builds the answers that travel in the HTTP response itself. Every text goes out unable to ping anybody. Pure. */
import {
  type APIActionRowComponent,
  type APIComponentInMessageActionRow,
  type APIInteractionResponse,
  InteractionResponseType,
  MessageFlags,
} from 'discord-api-types/v10';

/** Model output and names can hold `@everyone`: nobody is ever notified by one of Libra's messages. */
export const NO_MENTIONS = { parse: [] };

export type ActionRow = APIActionRowComponent<APIComponentInMessageActionRow>;

export function pong(): APIInteractionResponse {
  return { type: InteractionResponseType.Pong };
}

/** A message that everybody in the channel sees. */
export function message(content: string): APIInteractionResponse {
  return {
    type: InteractionResponseType.ChannelMessageWithSource,
    data: { content, allowed_mentions: NO_MENTIONS },
  };
}

/** A message that only the caller sees. */
export function ephemeral(content: string, components: ActionRow[] = []): APIInteractionResponse {
  return {
    type: InteractionResponseType.ChannelMessageWithSource,
    data: {
      content,
      flags: MessageFlags.Ephemeral,
      allowed_mentions: NO_MENTIONS,
      ...(components.length === 0 ? {} : { components }),
    },
  };
}

/** "Libra is thinking…": the answer follows by webhook. */
export function deferred(): APIInteractionResponse {
  return { type: InteractionResponseType.DeferredChannelMessageWithSource };
}

/** A button was understood; its message stays as it is until it is edited. */
export function deferredUpdate(): APIInteractionResponse {
  return { type: InteractionResponseType.DeferredMessageUpdate };
}

/** Replaces the message that the button is on. */
export function update(content: string): APIInteractionResponse {
  return {
    type: InteractionResponseType.UpdateMessage,
    data: { content, components: [], allowed_mentions: NO_MENTIONS },
  };
}

export function noChoices(): APIInteractionResponse {
  return {
    type: InteractionResponseType.ApplicationCommandAutocompleteResult,
    data: { choices: [] },
  };
}
