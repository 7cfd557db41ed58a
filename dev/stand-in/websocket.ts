/** The server's side of a WebSocket, as far as a stand-in needs it (RFC 6455): text, in one frame or several, and its end. */
import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

export interface ServerSocket {
  send(text: string): void;
  /** Says goodbye. */
  close(code: number, reason?: string): void;
  /** Without a goodbye. */
  drop(): void;
  readonly isOpen: boolean;
}

export interface SocketHandlers {
  onText(text: string): void;
  /** Once, however it ended. */
  onClose(): void;
}

const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const TEXT = 1;
const CONTINUED = 0;
const CLOSE = 8;
const PING = 9;
const PONG = 10;
const CLOSED_TOO_LARGE = 1_009;

export function acceptWebSocket(
  { headers }: IncomingMessage,
  socket: Duplex,
  maxBytes: number,
  { onText, onClose }: SocketHandlers,
): ServerSocket {
  const accept = createHash('sha1').update(`${headers['sec-websocket-key']}${GUID}`).digest('base64');
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: Upgrade\r\nsec-websocket-accept: ${accept}\r\n\r\n`,
  );
  let pending = Buffer.alloc(0);
  let parts: Buffer[] = [];
  let isOpen = true;

  const end = (): void => {
    if (!isOpen) return;
    isOpen = false;
    onClose();
  };
  const close = (code: number, reason = ''): void => {
    if (!isOpen) return;
    const payload = Buffer.alloc(2 + Buffer.byteLength(reason));
    payload.writeUInt16BE(code);
    payload.write(reason, 2);
    socket.end(frameOf(CLOSE, payload));
    end();
  };

  function take({ opcode, isFinal, payload }: Frame): void {
    if (opcode === CLOSE) close(payload.length < 2 ? 1_000 : payload.readUInt16BE());
    if (opcode === PING) socket.write(frameOf(PONG, payload));
    if (opcode !== TEXT && opcode !== CONTINUED) return;
    parts.push(payload);
    if (!isFinal) return;
    const text = String(Buffer.concat(parts));
    parts = [];
    onText(text);
  }

  socket.on('data', (data: Buffer) => {
    pending = Buffer.concat([pending, data]);
    for (;;) {
      const read = readFrame(pending);
      if (read === null) break;
      if (read.length > maxBytes) return close(CLOSED_TOO_LARGE, 'message too big');
      if (pending.length < read.end) break;
      const frame = unmask(pending, read);
      pending = pending.subarray(read.end);
      take(frame);
    }
  });
  socket.on('error', end);
  socket.on('close', end);
  return {
    send(text) {
      if (isOpen) socket.write(frameOf(TEXT, Buffer.from(text)));
    },
    close,
    drop() {
      socket.destroy();
      end();
    },
    get isOpen() {
      return isOpen;
    },
  };
}

interface Frame {
  opcode: number;
  isFinal: boolean;
  payload: Buffer;
}

interface FrameHead extends Pick<Frame, 'opcode' | 'isFinal'> {
  /** Of the payload. */
  length: number;
  mask: Buffer;
  begin: number;
  end: number;
}

/** Null: its head is not whole. Frames of a client are always masked. */
function readFrame(bytes: Buffer): FrameHead | null {
  if (bytes.length < 2) return null;
  const short = bytes.readUInt8(1) & 0x7f;
  const extra = short === 127 ? 8 : short === 126 ? 2 : 0;
  const begin = 2 + extra + 4;
  if (bytes.length < begin) return null;
  const length = extra === 8 ? Number(bytes.readBigUInt64BE(2)) : extra === 2 ? bytes.readUInt16BE(2) : short;
  const first = bytes.readUInt8(0);
  return {
    opcode: first & 0x0f,
    isFinal: (first & 0x80) !== 0,
    length,
    mask: bytes.subarray(begin - 4, begin),
    begin,
    end: begin + length,
  };
}

function unmask(bytes: Buffer, { opcode, isFinal, mask, begin, end }: FrameHead): Frame {
  const payload = Buffer.from(bytes.subarray(begin, end));
  for (let at = 0; at < payload.length; at += 1) payload[at] = (payload[at] ?? 0) ^ (mask[at % 4] ?? 0);
  return { opcode, isFinal, payload };
}

function frameOf(opcode: number, payload: Buffer): Buffer {
  const { length } = payload;
  const extra = length > 65_535 ? 8 : length > 125 ? 2 : 0;
  const head = Buffer.alloc(2 + extra);
  head.writeUInt8(0x80 | opcode, 0);
  head.writeUInt8(extra === 8 ? 127 : extra === 2 ? 126 : length, 1);
  if (extra === 2) head.writeUInt16BE(length, 2);
  if (extra === 8) head.writeBigUInt64BE(BigInt(length), 2);
  return Buffer.concat([head, payload]);
}
