/** Builds the answers that travel in the HTTP response itself. Every text is made harmless and can ping nobody. Pure. */
import { InteractionResponseFlags, InteractionResponseType } from 'discord-interactions';
import {
  type SecuredResponse,
  securedJson,
  withSecurityHeaders,
} from '../../../shared/http/security-headers.ts';
import { COMPONENTS_V2, type Container } from './layout.ts';
import { type ActionRow, NO_MENTIONS, type OutgoingFile, SUPPRESS_EMBEDS } from './message.ts';
import type { Modal } from './modal.ts';
import { neutralise } from './neutralise/neutralise.ts';

/** What Discord calls an interaction response. */
export interface InteractionCallback {
  type: InteractionResponseType;
  data?: Modal | MessageData | { choices: readonly Choice[] };
  /** Goes with a message. */
  file?: OutgoingFile;
  /** All of it in JSON, of an answer that is given often. */
  json?: Uint8Array;
}

interface MessageData {
  content?: string;
  flags?: number;
  components?: readonly (ActionRow | Container)[];
  allowed_mentions?: typeof NO_MENTIONS;
}

/** What an option that completes itself offers. */
export interface Choice {
  /** At most 100 characters. */
  name: string;
  /** At most 100 characters. */
  value: string;
}

const MAX_CHOICES = 25;

export function pong(): InteractionCallback {
  return { type: InteractionResponseType.PONG };
}

/** A message that everybody in the channel sees. */
export function message(content: string): InteractionCallback {
  return {
    type: InteractionResponseType.CHANNEL_MESSAGE_WITH_SOURCE,
    data: { content: neutralise(content), flags: SUPPRESS_EMBEDS, allowed_mentions: NO_MENTIONS },
  };
}

/** A message that only the caller sees. */
export function ephemeral(content: string, components: readonly ActionRow[] = []): InteractionCallback {
  return {
    type: InteractionResponseType.CHANNEL_MESSAGE_WITH_SOURCE,
    data: {
      content: neutralise(content),
      flags: InteractionResponseFlags.EPHEMERAL | SUPPRESS_EMBEDS,
      allowed_mentions: NO_MENTIONS,
      ...(components.length === 0 ? {} : { components }),
    },
  };
}

export function isMessage({ type }: InteractionCallback): boolean {
  return type === InteractionResponseType.CHANNEL_MESSAGE_WITH_SOURCE;
}

/** A message with a file, and a line more that says what the file is. */
export function withFile(answer: InteractionCallback, line: string, file: OutgoingFile): InteractionCallback {
  if (answer.data === undefined || !('content' in answer.data)) return answer;
  const { content } = answer.data;
  return { ...answer, data: { ...answer.data, content: `${content}\n${neutralise(line)}` }, file };
}

/** JSON; or where there is a file, a form with the JSON beside it. */
export function toResponse(answer: InteractionCallback): SecuredResponse {
  if (answer.json !== undefined) return securedJson(answer.json);
  const { file, ...callback } = answer;
  if (file === undefined) return securedJson(JSON.stringify(callback));
  const form = new FormData();
  form.set('payload_json', JSON.stringify(callback));
  form.set('files[0]', new Blob([file.text], { type: file.type }), file.name);
  return withSecurityHeaders(new Response(form));
}

/** Of an answer that is the same for many people: its JSON is written once. */
export function writtenOnce(callback: InteractionCallback): InteractionCallback {
  return { ...callback, json: new TextEncoder().encode(JSON.stringify(callback)) };
}

/** "Libra is thinking…": the answer follows by webhook. */
export function deferred(): InteractionCallback {
  return { type: InteractionResponseType.DEFERRED_CHANNEL_MESSAGE_WITH_SOURCE };
}

/** The same, for the caller's eyes alone: the deferral decides that, and nothing can change it later. */
export function deferredEphemeral(): InteractionCallback {
  return {
    type: InteractionResponseType.DEFERRED_CHANNEL_MESSAGE_WITH_SOURCE,
    data: { flags: InteractionResponseFlags.EPHEMERAL },
  };
}

/** `isPrivate`: for the caller's eyes alone. */
export function deferredFor(isPrivate: boolean): InteractionCallback {
  return isPrivate ? deferredEphemeral() : deferred();
}

/** A button was understood; its message stays as it is until it is edited. */
export function deferredUpdate(): InteractionCallback {
  return { type: InteractionResponseType.DEFERRED_UPDATE_MESSAGE };
}

/** Replaces the message that the button is on, buttons and all. */
export function update(content: string, components: readonly ActionRow[] = []): InteractionCallback {
  return {
    type: InteractionResponseType.UPDATE_MESSAGE,
    data: {
      content: neutralise(content),
      components,
      flags: SUPPRESS_EMBEDS,
      allowed_mentions: NO_MENTIONS,
    },
  };
}

/** Changes the components of the message that the button is on, and nothing else. */
export function updateComponents(components: readonly ActionRow[]): InteractionCallback {
  return {
    type: InteractionResponseType.UPDATE_MESSAGE,
    data: { components, allowed_mentions: NO_MENTIONS },
  };
}

/** A message of components that only the caller sees. Its texts are harmless already. */
export function ephemeralLayout(layout: Container): InteractionCallback {
  return {
    type: InteractionResponseType.CHANNEL_MESSAGE_WITH_SOURCE,
    data: {
      flags: InteractionResponseFlags.EPHEMERAL | COMPONENTS_V2,
      components: [layout],
      allowed_mentions: NO_MENTIONS,
    },
  };
}

/** Replaces the components of the message that the button or the form belongs to. */
export function updateLayout(layout: Container): InteractionCallback {
  return {
    type: InteractionResponseType.UPDATE_MESSAGE,
    data: { flags: COMPONENTS_V2, components: [layout], allowed_mentions: NO_MENTIONS },
  };
}

/** Opens a form; not an answer to a modal. */
export function modal(data: Modal): InteractionCallback {
  return { type: InteractionResponseType.MODAL, data };
}

export function choices(offered: readonly Choice[]): InteractionCallback {
  return {
    type: InteractionResponseType.APPLICATION_COMMAND_AUTOCOMPLETE_RESULT,
    data: { choices: offered.slice(0, MAX_CHOICES) },
  };
}
