/** One WebSocket after another, each with its heartbeat. The browser's shell. */
import { TALK_KEY_PREFIX, TALK_PROTOCOL, TALK_SOCKET } from '../../../../shared/contract/talk.ts';
import { createHeartbeat } from './heartbeat.ts';

export interface ConnectionDeps {
  opened(): void;
  /** Also when it could not be opened. Once for each. */
  closed(code: number): void;
  text(text: string): void;
  bytes(bytes: ArrayBuffer): void;
}

export interface Connection {
  open(key: string, afterMs: number): void;
  /** False: not now. What is sent to a slow connection is only kept by the browser. */
  canSend(): boolean;
  send(what: string | ArrayBuffer): void;
  close(): void;
}

const OPEN_WITHIN_MS = 6_000;
/** One second of speech. */
const MOST_BUFFERED_BYTES = 32_000;
/** Its own: the other side has not said why. */
const LOST = 4900;

export function createConnection(deps: ConnectionDeps): Connection {
  let socket: WebSocket | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  /** Only the newest socket is listened to. */
  function give(up: WebSocket, code: number) {
    if (socket !== up) return;
    socket = null;
    up.close();
    deps.closed(code);
  }

  function connect(key: string) {
    const address = `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}${TALK_SOCKET}`;
    const mine = new WebSocket(address, [TALK_PROTOCOL, `${TALK_KEY_PREFIX}${key}`]);
    mine.binaryType = 'arraybuffer';
    socket = mine;
    const startedAt = performance.now();
    const heartbeat = createHeartbeat(startedAt);
    const beating = setInterval(() => {
      const now = performance.now();
      if (socket !== mine) return clearInterval(beating);
      if (mine.readyState !== WebSocket.OPEN) {
        if (now - startedAt > OPEN_WITHIN_MS) give(mine, LOST);
        return;
      }
      const due = heartbeat.next(now);
      if (due === 'ping') mine.send('ping');
      if (due === 'lost') give(mine, LOST);
    }, 1_000);
    mine.addEventListener('open', () => socket === mine && deps.opened());
    mine.addEventListener('close', ({ code }) => give(mine, code));
    mine.addEventListener('message', ({ data }: MessageEvent<string | ArrayBuffer>) => {
      if (socket !== mine) return;
      heartbeat.heard();
      if (typeof data !== 'string') deps.bytes(data);
      else if (data !== 'pong') deps.text(data);
    });
  }

  function drop() {
    clearTimeout(timer);
    const old = socket;
    socket = null;
    old?.close();
  }

  return {
    open(key, afterMs) {
      drop();
      timer = setTimeout(() => connect(key), afterMs);
    },
    canSend: () => socket?.readyState === WebSocket.OPEN && socket.bufferedAmount < MOST_BUFFERED_BYTES,
    send: (what) => socket?.send(what),
    close: drop,
  };
}
