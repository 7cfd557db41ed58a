/** The messages of the little Discord, who may see them, and the files in them or on their way to one. */
import type { Snowflake, WorldChannel } from '../protocol.ts';
import type { Tell } from './changes.ts';
import type { Message, StoredAttachment, Upload, WorldSnapshot } from './records.ts';

const MAX_MESSAGES_IN_CHANNEL = 300;
const MAX_UPLOADS = 200;

export interface Messages {
  message(id: Snowflake): Message | undefined;
  putMessage(message: Message): void;
  deleteMessage(message: Message): void;
  /** Oldest first. */
  messagesIn(channelId: Snowflake, userId: Snowflake): Message[];
  messagesOf(interactionId: Snowflake): Message[];
  attachment(channelId: Snowflake, id: Snowflake): StoredAttachment | undefined;
  /** Returns the ids of those that were forgotten for it. */
  addUpload(upload: Upload): Snowflake[];
  upload(id: Snowflake): Upload | undefined;
  /** The ids of all files that something still names. */
  fileIds(): Set<Snowflake>;
  maySee(userId: Snowflake, place: Pick<Message, 'channelId' | 'ephemeral' | 'invokedBy'>): boolean;
}

export function createMessages(
  initial: Pick<WorldSnapshot, 'messages' | 'uploads'>,
  { channel, tell }: { channel: (id: Snowflake) => WorldChannel | undefined; tell: Tell },
) {
  const messages = new Map(initial.messages.map((message) => [message.id, message]));
  const uploads = new Map((initial.uploads ?? []).map((upload) => [upload.id, upload]));

  function maySee(userId: Snowflake, place: Pick<Message, 'channelId' | 'ephemeral' | 'invokedBy'>): boolean {
    if (place.ephemeral && place.invokedBy !== userId) return false;
    const recipientId = channel(place.channelId)?.recipientId;
    return recipientId === undefined || recipientId === userId;
  }

  function forgetOldest(channelId: Snowflake): void {
    const inChannel = [...messages.values()].filter((message) => message.channelId === channelId);
    for (const message of inChannel.slice(0, Math.max(0, inChannel.length - MAX_MESSAGES_IN_CHANNEL))) {
      messages.delete(message.id);
      tell({ kind: 'message-deleted', message });
    }
  }

  const known: Messages = {
    message: (id) => messages.get(id),
    putMessage(message) {
      const known = messages.has(message.id);
      messages.set(message.id, message);
      tell({ kind: 'message', message });
      if (!known) forgetOldest(message.channelId);
    },
    deleteMessage(message) {
      messages.delete(message.id);
      tell({ kind: 'message-deleted', message });
    },
    messagesIn: (channelId, userId) =>
      [...messages.values()].filter((message) => message.channelId === channelId && maySee(userId, message)),
    messagesOf: (interactionId) =>
      [...messages.values()].filter((message) => message.interactionId === interactionId),
    attachment: (channelId, id) =>
      [...messages.values()]
        .filter((message) => message.channelId === channelId)
        .flatMap((message) => message.attachments)
        .find((attachment) => attachment.id === id),
    addUpload(upload) {
      uploads.set(upload.id, upload);
      const oldest = [...uploads.keys()].slice(0, Math.max(0, uploads.size - MAX_UPLOADS));
      for (const id of oldest) uploads.delete(id);
      tell({ kind: 'record' });
      return oldest;
    },
    upload: (id) => uploads.get(id),
    fileIds: () =>
      new Set([
        ...uploads.keys(),
        ...[...messages.values()].flatMap(({ attachments }) => attachments.map(({ id }) => id)),
      ]),
    maySee,
  };
  return {
    ...known,
    keptMessages: () => ({ messages: [...messages.values()], uploads: [...uploads.values()] }),
    forgetMessages() {
      uploads.clear();
      const gone = [...messages.values()];
      messages.clear();
      for (const message of gone) tell({ kind: 'message-deleted', message });
    },
  };
}
