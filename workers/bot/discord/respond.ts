/** Builds the answers that travel in the HTTP response itself. Every text goes out unable to ping anybody. Pure. */
import type {
  APIActionRowComponent,
  APIComponentInMessageActionRow,
  APIInteractionResponse,
} from 'discord-api-types/v10';

/* Discord's numbers. discord-api-types has them as enums, which would bring 200 KB into the bundle. */
const PONG = 1;
const CHANNEL_MESSAGE = 4;
const DEFERRED_CHANNEL_MESSAGE = 5;
const DEFERRED_UPDATE = 6;
const UPDATE_MESSAGE = 7;
const AUTOCOMPLETE_RESULT = 8;
const EPHEMERAL = 1 << 6;

/** Model output and names can hold `@everyone`: nobody is ever notified by one of Libra's messages. */
export const NO_MENTIONS = { parse: [] };

export type ActionRow = APIActionRowComponent<APIComponentInMessageActionRow>;

export function pong(): APIInteractionResponse {
  return { type: PONG };
}

/** A message that everybody in the channel sees. */
export function message(content: string): APIInteractionResponse {
  return {
    type: CHANNEL_MESSAGE,
    data: { content, allowed_mentions: NO_MENTIONS },
  };
}

/** A message that only the caller sees. */
export function ephemeral(content: string, components: ActionRow[] = []): APIInteractionResponse {
  return {
    type: CHANNEL_MESSAGE,
    data: {
      content,
      flags: EPHEMERAL,
      allowed_mentions: NO_MENTIONS,
      ...(components.length === 0 ? {} : { components }),
    },
  };
}

/** "Libra is thinking…": the answer follows by webhook. */
export function deferred(): APIInteractionResponse {
  return { type: DEFERRED_CHANNEL_MESSAGE };
}

/** The same, for the caller's eyes alone: the deferral decides that, and nothing can change it later. */
export function deferredEphemeral(): APIInteractionResponse {
  return { type: DEFERRED_CHANNEL_MESSAGE, data: { flags: EPHEMERAL } };
}

/** A button was understood; its message stays as it is until it is edited. */
export function deferredUpdate(): APIInteractionResponse {
  return { type: DEFERRED_UPDATE };
}

/** Replaces the message that the button is on, buttons and all. */
export function update(content: string): APIInteractionResponse {
  return { type: UPDATE_MESSAGE, data: { content, components: [], allowed_mentions: NO_MENTIONS } };
}

export function noChoices(): APIInteractionResponse {
  return {
    type: AUTOCOMPLETE_RESULT,
    data: { choices: [] },
  };
}
