/** The world's changes as one person sees them, as server-sent events. */
import type { AttachmentLinks } from '../attachment-links.ts';
import type { WorldEvent } from '../protocol.ts';
import type { WorldChange } from '../world/changes.ts';
import { viewMessage } from '../world/views.ts';
import type { World } from '../world/world.ts';

const HEARTBEAT_MS = 15_000;
/** A page that stops reading is dropped when so many events wait for it; it connects anew and loads the channel. */
const MAX_WAITING_EVENTS = 1_000;

/** Every stream still open; so that closing the stand-in can end them. */
export interface EventStreams {
  open(userId: string): ReadableStream<Uint8Array>;
  closeAll(): void;
}

export function createEventStreams(world: World, links: AttachmentLinks): EventStreams {
  const enders = new Set<() => void>();
  const encoder = new TextEncoder();

  function toEvent(change: WorldChange, userId: string): WorldEvent | null {
    switch (change.kind) {
      case 'message':
        return world.maySee(userId, change.message)
          ? { kind: 'message', message: viewMessage(change.message, links) }
          : null;
      case 'message-deleted': {
        const { id, channelId } = change.message;
        return world.maySee(userId, change.message) ? { kind: 'message-deleted', id, channelId } : null;
      }
      case 'commands':
        return { kind: 'commands', commands: [...world.commands()] };
      case 'channels':
        return { kind: 'channels', channels: [...world.channels] };
      case 'record':
        return null;
    }
  }

  return {
    open(userId) {
      let end = () => {};
      return new ReadableStream<Uint8Array>(
        {
          start(controller) {
            const write = (text: string) => controller.enqueue(encoder.encode(text));
            const heartbeat = setInterval(() => write(': still here\n\n'), HEARTBEAT_MS);
            const unsubscribe = world.subscribe((change) => {
              const event = toEvent(change, userId);
              if (event !== null) write(`data: ${JSON.stringify(event)}\n\n`);
              if ((controller.desiredSize ?? 0) < -MAX_WAITING_EVENTS) finish();
            });
            const release = () => {
              clearInterval(heartbeat);
              unsubscribe();
              enders.delete(finish);
            };
            const finish = () => {
              release();
              controller.close();
            };
            end = release;
            enders.add(finish);
            // Headers go out with the first byte, and the page waits for them.
            write('retry: 500\n: connected\n\n');
          },
          cancel: () => end(),
        },
        { highWaterMark: 1 },
      );
    },
    closeAll() {
      for (const finish of [...enders]) finish();
    },
  };
}
