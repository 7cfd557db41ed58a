/** Puts a checked draft into the world: a new message, or a new version of an old one. */
import type { PollView, WorldChannel, WorldUser } from '../protocol.ts';
import { breaksDiscord, textOf } from '../rules/components/layout-size.ts';
import { referredFiles } from '../rules/components/media.ts';
import type { FieldError, FormErrors } from '../rules/form.ts';
import { readImageSize } from '../rules/image-size.ts';
import { findPings } from '../rules/mentions.ts';
import { EDITABLE_FLAGS, FLAG, type MessageDraft, type SoundDraft } from '../rules/messages.ts';
import type { PollDraft } from '../rules/poll.ts';
import { findVoiceRefusal, type VoiceRefusal } from '../rules/voice.ts';
import type { AttachmentStore } from './attachment-store.ts';
import type { Interaction, Message, StoredAttachment } from './records.ts';
import type { World } from './world.ts';

/** Bytes a file may have; told to the bot as `attachment_size_limit`. */
export const ATTACHMENT_SIZE_LIMIT = 10 * 1024 * 1024;

export interface UploadedFile {
  /** The n of `files[n]`. */
  index: number;
  filename: string;
  contentType: string;
  bytes: Uint8Array;
}

/** A file as it is remembered; a picture with its size in pixels. */
export function describeFile(
  id: string,
  filename: string,
  contentType: string,
  bytes: Uint8Array,
): StoredAttachment {
  const size = readImageSize(bytes);
  return {
    id,
    filename,
    size: bytes.byteLength,
    content_type: contentType === '' ? 'application/octet-stream' : contentType,
    ...(size ?? {}),
  };
}

export type WriteRefusal =
  | { kind: 'empty' }
  /** A message that is there gets no poll, and its own cannot be changed. */
  | { kind: 'poll' }
  | { kind: 'too-large' }
  | { kind: 'voice'; refusal: VoiceRefusal }
  /** What Discord answers with an error of its own. */
  | { kind: 'broken' }
  | { kind: 'form'; errors: FormErrors };

/** What a draft would make of a message; to be asked before anything is changed. Null: it may be written. */
export function findWriteRefusal(
  draft: MessageDraft,
  files: readonly UploadedFile[],
  before: Message | null,
): WriteRefusal | null {
  if (files.some((file) => file.bytes.byteLength > ATTACHMENT_SIZE_LIMIT)) return { kind: 'too-large' };
  const isThere = before !== null && before.state !== 'thinking';
  const voice = findVoiceRefusal(draft, files, isThere ? before.flags : null);
  if (voice !== null) return { kind: 'voice', refusal: voice };
  if (draft.poll !== undefined && isThere) return { kind: 'poll' };
  const strangers = (draft.attachments ?? []).flatMap((attachment, index) =>
    attachment.kind === 'kept' && !before?.attachments.some((known) => known.id === attachment.id)
      ? [index]
      : [],
  );
  if (strangers.length > 0) {
    const error: FieldError = { code: 'ATTACHMENT_NOT_FOUND', message: 'Attachment data cannot be found' };
    const errors = Object.fromEntries(
      strangers.map((index) => [String(index), { id: { _errors: [error] } }]),
    );
    return { kind: 'form', errors: { attachments: errors } };
  }
  if (draft.layout !== undefined) {
    if (breaksDiscord(draft.layout)) return { kind: 'broken' };
    if (draft.content === undefined && (before?.content ?? '') !== '') {
      const error: FieldError = {
        code: 'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2',
        message: "The 'content' field must be set to null when the message changes to components",
      };
      return { kind: 'form', errors: { content: { _errors: [error] } } };
    }
    const there = new Set([
      ...keptAttachments(draft, before).map(({ filename }) => filename),
      ...files.map((file) => fileNames(draft).get(file.index) ?? file.filename),
    ]);
    if (referredFiles(draft.layout).some((name) => !there.has(name))) {
      const error: FieldError = {
        code: 'UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND',
        message: 'The referenced attachment was not found',
      };
      return { kind: 'form', errors: { components: { _errors: [error] } } };
    }
  }
  const content = draft.content?.trim() ?? before?.content ?? '';
  const counts = [
    (draft.layout ?? before?.layout ?? []).length,
    (draft.poll ?? before?.poll) === undefined ? 0 : 1,
    content.length,
    (draft.embeds ?? before?.embeds ?? []).length,
    (draft.components ?? before?.components ?? []).length,
    files.length + keptAttachments(draft, before).length,
  ];
  return counts.every((count) => count === 0) ? { kind: 'empty' } : null;
}

export interface MessagePlace {
  ephemeral: boolean;
  followUp: boolean;
  state: Message['state'];
  failure?: string;
}

/** A message that answers `interaction`, with nothing in it yet and nobody told of it. */
export function blankMessage(world: World, interaction: Interaction, place: MessagePlace): Message {
  return {
    id: world.nextId(),
    channelId: interaction.channelId,
    interactionId: interaction.id,
    invokedBy: interaction.userId,
    invocation: interaction.invocation,
    state: place.state,
    ephemeral: place.ephemeral,
    followUp: place.followUp,
    content: '',
    components: [],
    attachments: [],
    embeds: [],
    pinged: [],
    failure: place.failure ?? null,
    flags: place.ephemeral ? FLAG.ephemeral : 0,
    createdAt: world.now(),
    editedAt: null,
  };
}

/** What the bot writes by its own token, with nothing in it yet. */
export function appMessage(world: World, channel: WorldChannel): Message {
  const { authorId: _, ...message } = personalMessage(world, { id: world.applicationId }, channel, '');
  return message;
}

/** What a person writes in a channel. */
export function personalMessage(
  world: World,
  author: Pick<WorldUser, 'id'>,
  channel: WorldChannel,
  content: string,
): Message {
  return {
    id: world.nextId(),
    channelId: channel.id,
    authorId: author.id,
    interactionId: null,
    invokedBy: author.id,
    invocation: '',
    state: 'shown',
    ephemeral: false,
    followUp: false,
    content,
    components: [],
    attachments: [],
    embeds: [],
    pinged: [],
    failure: null,
    flags: 0,
    createdAt: world.now(),
    editedAt: null,
  };
}

/**
 * Writes `draft` over `before` (a blank message, or one that is shown) and tells the world. The draft has passed
 * `findWriteRefusal`. As on Discord, text loses the white space around it, whether a message is ephemeral never
 * changes, and the first text of a deferred response does not count as an edit.
 */
export async function writeMessage(
  world: World,
  store: AttachmentStore,
  before: Message,
  draft: MessageDraft,
  files: readonly UploadedFile[],
): Promise<Message> {
  const names = fileNames(draft);
  const added: StoredAttachment[] = [];
  for (const file of files) {
    const filename = names.get(file.index) ?? file.filename;
    const attachment = {
      ...describeFile(world.nextId(), filename, file.contentType, file.bytes),
      ...soundOf(draft, file.index),
    };
    await store.put(attachment.id, file.bytes);
    added.push(attachment);
  }
  // Another edit may have landed while the files were being stored: build on what is there now.
  const latest = world.message(before.id) ?? before;
  const isNew = world.message(before.id) === undefined || latest.state === 'thinking';
  const layout = draft.layout ?? latest.layout;
  const content = layout === undefined ? (draft.content?.trim() ?? latest.content) : '';
  const texts = layout === undefined ? content : textOf(layout);
  const pinged =
    draft.content === undefined && draft.layout === undefined ? [] : findPings(texts, draft.mentions);
  const message: Message = {
    ...latest,
    state: 'shown',
    content,
    components: layout === undefined ? (draft.components ?? latest.components) : [],
    ...(layout === undefined ? {} : { layout }),
    embeds: layout === undefined ? (draft.embeds ?? latest.embeds) : [],
    ...(draft.poll === undefined ? {} : { poll: openPoll(draft.poll, world.now()) }),
    attachments: [...keptAttachments(draft, latest), ...added],
    // Who was notified once stays notified, even when a later edit removes the mention.
    pinged: [...new Set([...latest.pinged, ...pinged])],
    flags: writeFlags(latest.flags, draft.flags, isNew),
    editedAt: isNew ? latest.editedAt : world.now(),
  };
  world.putMessage(message);
  const kept = new Set(message.attachments.map((attachment) => attachment.id));
  await store.remove(latest.attachments.map((attachment) => attachment.id).filter((id) => !kept.has(id)));
  return message;
}

function openPoll({ hours, ...poll }: PollDraft, nowMs: number): PollView {
  return { ...poll, endsAt: nowMs + hours * 3_600_000 };
}

/** An edit changes the editable flags alone, and those only if it names any. */
function writeFlags(before: number, flags: number | undefined, isNew: boolean): number {
  if (flags === undefined) return before;
  const kept = before & ((isNew ? FLAG.ephemeral : ~EDITABLE_FLAGS) | FLAG.componentsV2);
  return kept | (flags & (isNew ? ~FLAG.ephemeral : EDITABLE_FLAGS));
}

/** What a voice message says of its file. */
function soundOf({ attachments = [] }: MessageDraft, index: number): Partial<SoundDraft> {
  const [sound] = attachments.flatMap((one) =>
    one.kind === 'file' && one.file === index ? (one.sound ?? []) : [],
  );
  return sound ?? {};
}

/** The names that a draft gives to uploaded files, by number. */
function fileNames(draft: MessageDraft): Map<number, string | undefined> {
  return new Map(
    (draft.attachments ?? []).flatMap((one) => (one.kind === 'file' ? [[one.file, one.filename]] : [])),
  );
}

function keptAttachments(draft: MessageDraft, before: Message | null): StoredAttachment[] {
  const known = before?.attachments ?? [];
  if (draft.attachments === undefined) return known;
  const kept = new Set(draft.attachments.flatMap((one) => (one.kind === 'kept' ? [one.id] : [])));
  return known.filter((attachment) => kept.has(attachment.id));
}
