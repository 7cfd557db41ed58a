/**
 * A message as a bot writes it (response, follow-up or edit), checked as Discord checks it. Pure.
 *
 * Source: https://discord.com/developers/docs/resources/webhook#execute-webhook
 */
import type { ActionRowView } from '../component-views.ts';
import type { EmbedView } from '../protocol.ts';
import { readRows } from './components/rows.ts';
import { readEmbeds } from './embeds.ts';
import {
  createForm,
  type Field,
  type FormErrors,
  type JsonObject,
  readNumber,
  readObjects,
  readText,
} from './form.ts';
import { type AllowedMentions, readAllowedMentions } from './mentions.ts';

const MAX_CONTENT_CHARS = 2_000;
const MAX_ATTACHMENTS = 10;

export const FLAG = {
  suppressEmbeds: 1 << 2,
  ephemeral: 1 << 6,
  loading: 1 << 7,
  suppressNotifications: 1 << 12,
  voiceMessage: 1 << 13,
  componentsV2: 1 << 15,
} as const;
/** Discord takes more; these are what the stand-in can show. */
const SUPPORTED_FLAGS = FLAG.suppressEmbeds | FLAG.ephemeral | FLAG.suppressNotifications;
/** Of an existing message. Source: https://docs.discord.com/developers/resources/webhook#edit-webhook-message */
export const EDITABLE_FLAGS = FLAG.suppressEmbeds;

/** What is undefined stays as it is in an edit, and is empty in a new message. */
export interface MessageDraft {
  content: string | undefined;
  embeds: EmbedView[] | undefined;
  components: ActionRowView[] | undefined;
  flags: number | undefined;
  mentions: AllowedMentions;
  /** Which attachments the message keeps or gains; undefined: keeps all it has and gains every uploaded file. */
  attachments: AttachmentDraft[] | undefined;
}
/** `file` is the n of the uploaded `files[n]`; `id` names one that the message already has. */
export type AttachmentDraft =
  | { kind: 'file'; file: number; filename?: string }
  | { kind: 'kept'; id: string };

export type MessageVerdict = { ok: true; draft: MessageDraft } | { ok: false; errors: FormErrors };

/** `files`: the numbers of the uploaded `files[n]`. */
export function parseMessage(
  source: JsonObject,
  files: readonly number[] = [],
  use: 'write' | 'edit' = 'write',
): MessageVerdict {
  const form = createForm();
  const draft = readMessage(form, source, files, use === 'edit' ? EDITABLE_FLAGS : SUPPORTED_FLAGS);
  const errors = form.errors();
  return errors === null ? { ok: true, draft } : { ok: false, errors };
}

/** The same for a message inside another form, e.g. under `data` in an interaction's response. */
export function readMessage(
  form: Field,
  source: JsonObject,
  files: readonly number[],
  allowedFlags: number = SUPPORTED_FLAGS,
): MessageDraft {
  const content =
    source.content === null ? '' : readText(form, source, 'content', { max: MAX_CONTENT_CHARS });
  return {
    content,
    embeds: source.embeds === null ? [] : readEmbeds(form, source),
    components: source.components === null ? [] : readRows(form, source),
    flags: readFlags(form, source, allowedFlags),
    mentions: readAllowedMentions(form, source),
    attachments: readAttachments(form, source, files),
  };
}

function readFlags(form: Field, source: JsonObject, allowed: number): number | undefined {
  const flags = readNumber(form, source, 'flags', { min: 0 });
  if (flags !== undefined && (flags & ~allowed) !== 0) {
    form.child('flags').refuse('FLAGS_NOT_SUPPORTED', 'These flags cannot be set here.');
  }
  return flags;
}

function readAttachments(
  form: Field,
  source: JsonObject,
  files: readonly number[],
): AttachmentDraft[] | undefined {
  const entries = readObjects(form, source, 'attachments', { max: MAX_ATTACHMENTS });
  if (files.length > MAX_ATTACHMENTS) {
    form.child('files').refuse('BASE_TYPE_MAX_LENGTH', `Must be ${MAX_ATTACHMENTS} or fewer in length.`);
  }
  return entries?.map(({ value, field }): AttachmentDraft => {
    const id = String(value.id);
    if (!/^\d{1,20}$/.test(id)) {
      field.child('id').refuse('NUMBER_TYPE_COERCE', `Value "${id}" is not snowflake.`);
    }
    const filename = readText(field, value, 'filename', { min: 1, max: 1_024 });
    readText(field, value, 'description', { max: 1_024 });
    // Snowflakes are long; the numbers of uploaded files are 0 to 9.
    if (id.length > 3) return { kind: 'kept', id };
    if (!files.includes(Number(id))) {
      field.child('id').refuse('ATTACHMENT_NOT_FOUND', 'Attachment data cannot be found');
    }
    return { kind: 'file', file: Number(id), ...(filename === undefined ? {} : { filename }) };
  });
}
