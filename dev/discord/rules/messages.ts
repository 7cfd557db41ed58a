/**
 * A message as a bot writes it (response, follow-up or edit), checked as Discord checks it. Pure.
 *
 * Source: https://discord.com/developers/docs/resources/webhook#execute-webhook
 */
import type { JsonRecord } from '../../../shared/json.ts';
import type { ActionRowView, MessageComponentView } from '../component-views.ts';
import type { EmbedView } from '../protocol.ts';
import { readLayout } from './components/layout.ts';
import { readRows } from './components/rows.ts';
import { readEmbeds } from './embeds.ts';
import {
  createForm,
  type Field,
  type FormErrors,
  readNumber,
  readObjects,
  readText,
  refuseMissing,
} from './form.ts';
import { type AllowedMentions, readAllowedMentions } from './mentions.ts';
import { type PollDraft, readPollDraft } from './poll.ts';

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
const SUPPORTED_FLAGS =
  FLAG.suppressEmbeds | FLAG.ephemeral | FLAG.suppressNotifications | FLAG.voiceMessage | FLAG.componentsV2;
/** Of an existing message. Source: https://docs.discord.com/developers/resources/webhook#edit-webhook-message */
export const EDITABLE_FLAGS = FLAG.suppressEmbeds | FLAG.componentsV2;

const ALLOWED_FLAGS = {
  write: SUPPORTED_FLAGS,
  edit: EDITABLE_FLAGS,
  post: SUPPORTED_FLAGS & ~FLAG.ephemeral,
};

/** What is undefined stays as it is in an edit, and is empty in a new message. */
export interface MessageDraft {
  content: string | undefined;
  embeds: EmbedView[] | undefined;
  /** Of a new message alone. */
  poll: PollDraft | undefined;
  components: ActionRowView[] | undefined;
  /** Components V2: all that the message shows. */
  layout: MessageComponentView[] | undefined;
  flags: number | undefined;
  mentions: AllowedMentions;
  /** Which attachments the message keeps or gains; undefined: keeps all it has and gains every uploaded file. */
  attachments: AttachmentDraft[] | undefined;
}
/** `file` is the n of the uploaded `files[n]`; `id` names one that the message already has. */
export type AttachmentDraft =
  | { kind: 'file'; file: number; filename?: string; sound?: SoundDraft }
  | { kind: 'kept'; id: string };

/** What a voice message says of its file. */
export interface SoundDraft {
  duration_secs: number;
  /** Base64: a byte for each tenth of a second, or more. */
  waveform: string;
}

export type MessageVerdict = { ok: true; draft: MessageDraft } | { ok: false; errors: FormErrors };

/** `files`: the numbers of the uploaded `files[n]`. */
export function parseMessage(
  source: JsonRecord,
  files: readonly number[] = [],
  /** `post`: by the bot itself in a channel, where nothing is ephemeral. */
  use: 'write' | 'edit' | 'post' = 'write',
  /** An edit of a message that has Components V2 is one, too: that cannot be taken back. */
  hasLayout = false,
): MessageVerdict {
  const form = createForm();
  const draft = readMessage(form, source, files, ALLOWED_FLAGS[use], hasLayout);
  const errors = form.errors();
  return errors === null ? { ok: true, draft } : { ok: false, errors };
}

/** The same for a message inside another form, e.g. under `data` in an interaction's response. */
export function readMessage(
  form: Field,
  source: JsonRecord,
  files: readonly number[],
  allowedFlags: number = SUPPORTED_FLAGS,
  hasLayout = false,
): MessageDraft {
  const isV2 = hasLayout || (typeof source.flags === 'number' && (source.flags & FLAG.componentsV2) !== 0);
  if (isV2) refuseBesideLayout(form, source);
  const content =
    source.content === null ? '' : readText(form, source, 'content', { max: MAX_CONTENT_CHARS });
  return {
    content,
    embeds: source.embeds === null ? [] : readEmbeds(form, source),
    poll: readPollDraft(form, source),
    components: isV2 ? undefined : source.components === null ? [] : readRows(form, source),
    layout: isV2 ? (source.components === null ? [] : readLayout(form, source)) : undefined,
    flags: readFlags(form, source, allowedFlags),
    mentions: readAllowedMentions(form, source),
    attachments: readAttachments(form, source, files),
  };
}

/** Components V2 stand alone. */
function refuseBesideLayout(form: Field, source: JsonRecord): void {
  for (const key of ['content', 'embeds', 'poll', 'sticker_ids']) {
    const value = source[key];
    if (value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0))
      continue;
    form
      .child(key)
      .refuse(
        'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2',
        `The '${key}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2`,
      );
  }
}

function readFlags(form: Field, source: JsonRecord, allowed: number): number | undefined {
  const flags = readNumber(form, source, 'flags', { min: 0 });
  if (flags !== undefined && (flags & ~allowed) !== 0) {
    form.child('flags').refuse('FLAGS_NOT_SUPPORTED', 'These flags cannot be set here.');
  }
  return flags;
}

function readAttachments(
  form: Field,
  source: JsonRecord,
  files: readonly number[],
): AttachmentDraft[] | undefined {
  const entries = readObjects(form, source, 'attachments', { max: MAX_ATTACHMENTS });
  if (files.length > MAX_ATTACHMENTS) {
    form.child('files').refuse('BASE_TYPE_MAX_LENGTH', `Must be ${MAX_ATTACHMENTS} or fewer in length.`);
  }
  return entries?.map(({ value, field }): AttachmentDraft => {
    // Discord's published document knows ids as strings alone, those of uploaded files included.
    const id = typeof value.id === 'string' ? value.id : '';
    if (value.id === undefined || value.id === null) refuseMissing(field.child('id'));
    else if (!/^(0|[1-9]\d{0,19})$/.test(id)) {
      field.child('id').refuse('NUMBER_TYPE_COERCE', `Value "${value.id}" is not snowflake.`);
    }
    const filename = readText(field, value, 'filename', { min: 1, max: 1_024 });
    readText(field, value, 'description', { max: 1_024 });
    const sound = readSound(field, value);
    // Snowflakes are long; the numbers of uploaded files are 0 to 9.
    if (id.length > 3) return { kind: 'kept', id };
    if (id !== '' && !files.includes(Number(id))) {
      field.child('id').refuse('ATTACHMENT_NOT_FOUND', 'Attachment data cannot be found');
    }
    return {
      kind: 'file',
      file: Number(id),
      ...(filename === undefined ? {} : { filename }),
      ...(sound === undefined ? {} : { sound }),
    };
  });
}

const MAX_WAVEFORM_BYTES = 256;

/** Undefined without both; what is wrong of either is refused. */
function readSound(field: Field, value: JsonRecord): SoundDraft | undefined {
  const seconds = readNumber(field, value, 'duration_secs', { min: 0, integer: false });
  const waveform = readText(field, value, 'waveform', { max: 1_024 });
  if (waveform !== undefined) {
    const bytes = /^[A-Za-z0-9+/]+={0,2}$/.test(waveform) ? Buffer.from(waveform, 'base64').byteLength : 0;
    if (bytes === 0 || bytes > MAX_WAVEFORM_BYTES) {
      field.child('waveform').refuse('BASE_TYPE_BAD_BASE64', 'Must be base64 of 1 to 256 bytes.');
    }
  }
  return seconds === undefined || waveform === undefined ? undefined : { duration_secs: seconds, waveform };
}
