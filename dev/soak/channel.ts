/** What a person can do in the Discord stand-in's channel, and what can be seen of it. */
import { setTimeout as sleep } from 'node:timers/promises';
import type {
  InteractionRecord,
  InvokeCommand,
  InvokeResult,
  MessageView,
  WorldState,
} from '../discord/protocol.ts';
import { isAnswered, readWorld, writeWorld } from '../discord/world-client.ts';
import type { Stack } from '../stack/stack.ts';

export interface Channel {
  world: WorldState;
  invoke(call: InvokeCommand): Promise<InvokeResult>;
  press(message: MessageView, customId: string): Promise<InvokeResult>;
  read(interactionId: string): Promise<InteractionRecord>;
  /** The record once nothing thinks and no Stop is left, or as it is when the patience ends. */
  settled(interactionId: string): Promise<InteractionRecord>;
}

/** Longer than an answer may take, with its watchdog. */
const PATIENCE_MS = 150_000;
const POLL_MS = 150;

export async function openChannel({ urls }: Stack): Promise<Channel> {
  const page = urls.page ?? '';
  const read = (interactionId: string) =>
    readWorld<InteractionRecord>(`${page}/dev/interactions/${interactionId}`);
  return {
    world: await readWorld<WorldState>(`${page}/dev/state`),
    invoke: (call) => writeWorld(`${page}/dev/commands`, call),
    press: (message, customId) =>
      writeWorld(`${page}/dev/components`, {
        messageId: message.id,
        customId,
        userId: message.invokedBy,
        locale: 'en-US',
      }),
    read,
    async settled(interactionId) {
      const endsAtMs = Date.now() + PATIENCE_MS;
      for (;;) {
        const record = await read(interactionId);
        if (isAnswered(record.messages) || Date.now() > endsAtMs) return record;
        await sleep(POLL_MS);
      }
    },
  };
}
