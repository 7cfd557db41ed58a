import type { Snowflake, WorldEvent } from '../../protocol.ts';

/** Between attempts once the browser itself has given up, in milliseconds. */
const RETRY_MIN_MS = 500;
const RETRY_MAX_MS = 8_000;

export interface WorldStream {
  close(): void;
}

/**
 * Follows the world as one user sees it. `onOpen` is called again after each reconnection: events may have been missed,
 * so the caller loads anew. The browser reconnects by itself after a cut, but gives up after a refusal (a proxy's 502
 * while the stand-in restarts), which is why there is a loop here.
 */
export function openWorldStream(
  userId: Snowflake,
  handlers: { onOpen(): void; onLost(): void; onEvent(event: WorldEvent): void },
): WorldStream {
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let retryMs = RETRY_MIN_MS;

  function connect(): void {
    const opened = new EventSource(`/dev/events?${new URLSearchParams({ userId })}`);
    source = opened;
    opened.addEventListener('open', () => {
      retryMs = RETRY_MIN_MS;
      handlers.onOpen();
    });
    opened.addEventListener('message', ({ data }: MessageEvent<string>) => {
      handlers.onEvent(JSON.parse(data) as WorldEvent);
    });
    opened.addEventListener('error', () => {
      handlers.onLost();
      if (opened.readyState !== EventSource.CLOSED) return;
      timer = setTimeout(connect, retryMs);
      retryMs = Math.min(retryMs * 2, RETRY_MAX_MS);
    });
  }

  connect();
  return {
    close() {
      clearTimeout(timer);
      source?.close();
    },
  };
}
