/**
 * What a person does beyond slash commands and buttons, as the page and the tests say it to the stand-in. Types alone:
 * they are used in the browser too. The paths are listed in protocol.ts.
 */
import type { PageLocale, Snowflake } from './protocol.ts';

export interface UseMenuCommand {
  /** The registered name. */
  name: string;
  /** 2: of a user, 3: of a message. */
  type: 2 | 3;
  /** The user or the message whose menu was opened. */
  targetId: Snowflake;
  userId: Snowflake;
  channelId: Snowflake;
  locale: PageLocale;
}

export interface AutocompleteRequest {
  name: string;
  /** What is typed so far, by registered name. */
  options?: Record<string, string | number | boolean>;
  /** The option that is being typed. */
  focused: string;
  userId: Snowflake;
  channelId: Snowflake;
  locale: PageLocale;
}

export interface AutocompleteChoice {
  name: string;
  name_localizations?: Record<string, string> | null;
  value: string | number;
}

export interface AutocompleteResult {
  /** Null: the bot gave none in time, or gave what Discord refuses. */
  choices: AutocompleteChoice[] | null;
  /** What was wrong, as Discord tells nobody. */
  detail: string | null;
}

export interface SubmitModal {
  /** The interaction that opened the modal. */
  interactionId: Snowflake;
  userId: Snowflake;
  locale: PageLocale;
  /** By `custom_id`: a text or the chosen value, the chosen values (of files: the uploads' ids), or whether it is checked. */
  values: Record<string, string | boolean | string[]>;
}

/** The answer to an upload: the file as a command's option or a modal may name it. */
export interface UploadView {
  id: Snowflake;
  filename: string;
  /** Bytes. */
  size: number;
  content_type: string;
  /** Pictures alone. */
  width?: number;
  height?: number;
  /** Absolute, signed, for a day. */
  url: string;
}

export interface PostMessage {
  userId: Snowflake;
  channelId: Snowflake;
  /** May be empty where there is a file. */
  content: string;
  /** Files that the person has uploaded, by their ids. */
  uploads?: string[];
  /** The one file is a voice message: its length in seconds, and its waveform in base64. */
  voice?: { duration_secs: number; waveform: string };
}

/** A person votes in a poll. */
export interface CastVote {
  messageId: Snowflake;
  /** From 1 on. None: the vote is taken back. */
  answerIds: number[];
  userId: Snowflake;
}

/** A person removes the application; answered when the first try to tell it is over. */
export interface DeauthoriseResult {
  /** False: the event is sent again, for up to ten minutes. */
  acknowledged: boolean;
  /** Why not. */
  detail: string | null;
}
