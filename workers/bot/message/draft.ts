/** One message as it should be, and what Discord must be sent so that it becomes that. Pure. */
import type { APIEmbed } from 'discord-api-types/v10';
import {
  type ActionRow,
  MAX_MESSAGE_CHARS,
  type OutgoingFile,
  type OutgoingMessage,
} from '../discord/message.ts';

export interface Draft {
  /** `note`: stands in for an answer that has not begun, and goes when it does. */
  kind: 'note' | 'answer';
  /** The question, shown above the text and no part of it. */
  head?: string;
  text: string;
  /** A short line, shown small below the text. */
  status?: string;
  embeds?: readonly APIEmbed[];
  files?: readonly OutgoingFile[];
  components?: readonly ActionRow[];
  /** Message flags; absent: link previews are kept away. */
  flags?: number;
}

export function answerDraft(text: string): Draft {
  return { kind: 'answer', text };
}

/** A blank line: what follows goes on with no quote, and no link reaches over it. */
const BELOW_HEAD = '\n\n';

/** What a head takes of its message. */
export function headRoom(head: string): number {
  return head === '' ? 0 : head.length + BELOW_HEAD.length;
}

export function withHead(head: string, text: string): string {
  return head === '' || text === '' ? head + text : head + BELOW_HEAD + text;
}

/** The text of a message that was sent with this head. */
export function withoutHead(head: string, content: string): string {
  return head !== '' && content.startsWith(head) ? content.slice(head.length).trimStart() : content;
}

/** Head, text and status line as Discord shows them. */
export function contentOf({ head = '', text, status }: Draft): string {
  if (status === undefined) return withHead(head, text);
  const line = `-# ${status.replaceAll(/\s+/g, ' ')}`;
  return withHead(head, text === '' ? line : `${text}\n${line}`);
}

export function fitsMessage(draft: Draft): boolean {
  return contentOf(draft).length <= MAX_MESSAGE_CHARS;
}

export function isSameDraft(one: Draft, other: Draft): boolean {
  return (
    one.kind === other.kind &&
    contentOf(one) === contentOf(other) &&
    one.flags === other.flags &&
    hasSameFiles(one, other) &&
    hasSameParts(one.components, other.components) &&
    hasSameParts(one.embeds, other.embeds)
  );
}

export function toMessage(draft: Draft): OutgoingMessage {
  const { embeds, files, components = [], flags } = draft;
  return {
    content: contentOf(draft),
    components,
    ...(embeds === undefined ? {} : { embeds }),
    ...(files === undefined ? {} : { files }),
    ...(flags === undefined ? {} : { flags }),
  };
}

/**
 * What turns the message that shows `shown` into `draft`. Files are sent again unless they are the same: then they are kept
 * by the ids that Discord gave them.
 */
export function toEdit(draft: Draft, shown: Draft, attachments: readonly string[]): OutgoingMessage {
  const { files, ...message } = toMessage(draft);
  const edit = shown.embeds === undefined ? message : { embeds: [], ...message };
  const shownFiles = shown.files ?? [];
  if (files === undefined && shownFiles.length === 0) return edit;
  if (hasSameFiles(draft, shown) && attachments.length === shownFiles.length) {
    return { ...edit, keptAttachments: attachments };
  }
  return { ...edit, files: files ?? [], keptAttachments: [] };
}

function hasSameFiles({ files: one = [] }: Draft, { files: other = [] }: Draft): boolean {
  return (
    one.length === other.length &&
    one.every(({ name, text }, index) => name === other[index]?.name && text === other[index].text)
  );
}

function hasSameParts(one: readonly object[] = [], other: readonly object[] = []): boolean {
  return one.length === other.length && JSON.stringify(one) === JSON.stringify(other);
}
