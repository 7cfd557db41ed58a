/** What a person writes in a channel, with files, or as a voice message. */
import type { Place } from '../interactions/place.ts';
import { FLAG } from '../rules/messages.ts';
import type { PostMessage } from '../surfaces.ts';
import type { AttachmentStore } from '../world/attachment-store.ts';
import type { Message } from '../world/records.ts';
import type { World } from '../world/world.ts';
import { describeFile, personalMessage } from '../world/write-message.ts';

export type Posted = { ok: true; message: Message } | { ok: false; error: string };

/** The files are copied: an upload may go before its message does. */
export async function postPersonal(
  { content, uploads = [], voice }: PostMessage,
  { user, channel }: Extract<Place, { ok: true }>,
  { world, store }: { world: World; store: AttachmentStore },
): Promise<Posted> {
  if (content === '' && uploads.length === 0) return { ok: false, error: 'content: Is missing' };
  if (voice !== undefined && (content !== '' || uploads.length !== 1)) {
    return { ok: false, error: 'voice: A voice message is one file and no text' };
  }
  const attachments: Message['attachments'] = [];
  for (const id of uploads) {
    const upload = world.upload(id);
    const bytes = upload?.userId === user.id ? await store.get(id) : null;
    if (upload === undefined || bytes === null) return { ok: false, error: 'uploads: There is no such file' };
    const file = describeFile(world.nextId(), upload.filename, upload.content_type, bytes);
    await store.put(file.id, bytes);
    attachments.push({ ...file, ...voice });
  }
  const message = {
    ...personalMessage(world, user, channel, content),
    attachments,
    ...(voice === undefined ? {} : { flags: FLAG.voiceMessage }),
  };
  world.putMessage(message);
  return { ok: true, message };
}
