/** The first response to an interaction, whether it came in the HTTP answer or over the callback route. */
import { CALLBACK, type Callback, parseCallback } from '../rules/callbacks.ts';
import { FLAG } from '../rules/messages.ts';
import type { AttachmentStore } from '../world/attachment-store.ts';
import type { Interaction, Message } from '../world/records.ts';
import type { World } from '../world/world.ts';
import {
  blankMessage,
  findWriteRefusal,
  type UploadedFile,
  type WriteRefusal,
  writeMessage,
} from '../world/write-message.ts';

export type Acknowledgement =
  | { ok: true; callbackType: number }
  | { ok: false; kind: 'already' }
  | { ok: false; kind: 'gone' }
  | ({ ok: false } & WriteRefusal);

/** Where messages and their files are kept. */
interface Place {
  world: World;
  store: AttachmentStore;
}

interface FirstResponse {
  callback: Callback;
  /** The message whose component was used. */
  source: Message | null;
  files: readonly UploadedFile[];
}

/** Acknowledges at most once: a second response is refused as `already`, one after the deadline as `gone`. */
export async function acknowledge(
  { world, store }: Place,
  interaction: Interaction,
  { json: body, files }: { json: unknown; files: readonly UploadedFile[] },
): Promise<Acknowledgement> {
  if (interaction.failure !== null) return { ok: false, kind: 'gone' };
  if (interaction.acknowledgedAt !== null) return { ok: false, kind: 'already' };
  const verdict = parseCallback(
    body,
    interaction.type === 5 && interaction.sourceMessageId !== null ? '5 of a message' : interaction.type,
    files.map((file) => file.index),
    world.message(interaction.sourceMessageId ?? '')?.layout !== undefined,
  );
  if (!verdict.ok) return { ok: false, kind: 'form', errors: verdict.errors };
  const { callback } = verdict;

  const source = world.message(interaction.sourceMessageId ?? '') ?? null;
  if ('draft' in callback) {
    const before = callback.type === CALLBACK.update ? source : null;
    const refusal = findWriteRefusal(callback.draft, files, before);
    if (refusal !== null) return { ok: false, ...refusal };
  }
  // Claimed before anything is awaited, so that of two responses at once only one gets here.
  world.updateInteraction(interaction, {
    acknowledgedAt: world.now(),
    callbackType: callback.type,
    responseLatencyMs: world.now() - interaction.sentAt,
    ...(callback.type === CALLBACK.modal ? { modal: callback.modal } : {}),
  });
  const original = await respond({ world, store }, interaction, { callback, source, files });
  world.updateInteraction(interaction, { originalId: original?.id ?? null });
  return { ok: true, callbackType: callback.type };
}

async function respond(
  { world, store }: Place,
  interaction: Interaction,
  { callback, source, files }: FirstResponse,
): Promise<Message | null> {
  switch (callback.type) {
    case CALLBACK.message: {
      const ephemeral = ((callback.draft.flags ?? 0) & FLAG.ephemeral) !== 0;
      const blank = blankMessage(world, interaction, { state: 'shown', ephemeral, followUp: false });
      const message = await writeMessage(world, store, blank, callback.draft, files);
      world.addRevision(interaction, 'response', message);
      return message;
    }
    case CALLBACK.deferredMessage: {
      const { ephemeral } = callback;
      const message = blankMessage(world, interaction, { state: 'thinking', ephemeral, followUp: false });
      world.putMessage(message);
      return message;
    }
    case CALLBACK.deferredUpdate:
      return source;
    case CALLBACK.modal:
      return null;
    case CALLBACK.update: {
      if (source === null) return null;
      const message = await writeMessage(world, store, source, callback.draft, files);
      world.addRevision(interaction, 'response', message);
      return message;
    }
  }
}
