/** A message as Discord takes it and gives it back. */
import type { APIEmbed } from 'discord-api-types/v10';
import { type ButtonStyleTypes, MessageComponentTypes } from 'discord-interactions';

/** Discord's limit for the text of one message. */
export const MAX_MESSAGE_CHARS = 2_000;

/** The message flag that keeps the previews of links away: a model's links are not to fill the channel with cards. */
export const SUPPRESS_EMBEDS = 1 << 2;

/** The message flag of a voice message. Only of a new message. */
export const VOICE_MESSAGE = 1 << 13;

/** The message flag of what only one person sees. */
export const EPHEMERAL = 1 << 6;

/** Model output and names can hold `@everyone`: nobody is ever notified by one of Libra's messages. */
export const NO_MENTIONS = { parse: [] };

/** Has a label, an emoji, or both. */
export interface Button {
  type: MessageComponentTypes.BUTTON;
  style: ButtonStyleTypes;
  label?: string;
  emoji?: { name: string };
  custom_id: string;
  disabled?: true;
}

/** A menu of which one option is chosen. */
export interface StringSelect {
  type: MessageComponentTypes.STRING_SELECT;
  custom_id: string;
  /** At most 150 characters. */
  placeholder: string;
  /** At most 25, each of at most 100 characters. */
  options: { label: string; value: string; emoji?: { name: string } }[];
}

/** The components that Libra uses: rows of buttons, and rows of one menu. */
export type ActionRow = Row<Button | StringSelect>;

export interface Row<Component> {
  type: MessageComponentTypes.ACTION_ROW;
  components: Component[];
}

/** At most five buttons, or one select. */
export function actionRow<Component>(...components: Component[]): Row<Component> {
  return { type: MessageComponentTypes.ACTION_ROW, components };
}

export function selectRow(select: Omit<StringSelect, 'type'>): ActionRow {
  return actionRow({ type: MessageComponentTypes.STRING_SELECT, ...select });
}

export interface OutgoingFile {
  name: string;
  /** A media type. */
  type: string;
  text: string;
}

/** Played in the channel. */
export interface OutgoingSound {
  name: string;
  /** `audio/…`. */
  type: string;
  bytes: Uint8Array<ArrayBuffer>;
  /** With it the message is a voice message, which has no text and no components; without it an attachment. */
  voice?: {
    /** Seconds. */
    duration: number;
    /** Base64 of 1 to 256 bytes. */
    waveform: string;
  };
}

/** Discord's poll: text alone, no markdown. Not to be edited. */
export interface OutgoingPoll {
  /** At most 300 characters. */
  question: { text: string };
  /** At most 10, each of at most 55 characters. */
  answers: { poll_media: { text: string } }[];
  /** Hours, at most 768. */
  duration: number;
  allow_multiselect: boolean;
}

/** `undefined` leaves that part of an existing message as it is. */
export interface OutgoingMessage {
  content?: string;
  embeds?: readonly APIEmbed[];
  components?: readonly ActionRow[];
  /** Of a new message. */
  poll?: OutgoingPoll;
  /** At most 10. */
  files?: readonly OutgoingFile[];
  /** The only file. */
  sound?: OutgoingSound;
  /** The attachments that an edit keeps, by id. Given, or with `files`, all others go. */
  keptAttachments?: readonly string[];
  /** Absent: SUPPRESS_EMBEDS, unless the message has embeds of its own. */
  flags?: number;
}

export interface ReadMessage {
  id: string;
  content: string;
  /** True as long as nothing has been written into it: Discord then shows "thinking…". */
  isBlank: boolean;
  /** The custom ids of its buttons and menus. */
  buttons: string[];
  /** The ids of its files, in the order in which they were sent. */
  attachments: string[];
}
