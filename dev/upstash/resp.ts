/**
 * RESP2, the Redis wire protocol: commands to bytes, bytes to replies. Pure.
 * Source: https://redis.io/docs/latest/develop/reference/protocol-spec/
 */
export type RespReply =
  | { kind: 'status'; text: string }
  | { kind: 'error'; message: string }
  | { kind: 'integer'; value: number }
  | { kind: 'bulk'; bytes: Buffer | null }
  | { kind: 'array'; items: RespReply[] | null };

export type CommandArgument = string | Buffer;

export function encodeCommand(command: readonly CommandArgument[]): Buffer {
  const parts: Buffer[] = [Buffer.from(`*${command.length}\r\n`)];
  for (const argument of command) {
    const bytes = typeof argument === 'string' ? Buffer.from(argument) : argument;
    parts.push(Buffer.from(`$${bytes.length}\r\n`), bytes, CRLF);
  }
  return Buffer.concat(parts);
}

export class RespProtocolError extends Error {
  override name = 'RespProtocolError';
}

export interface RespDecoder {
  /** The replies that `chunk` completes, in order. Throws `RespProtocolError` on bytes that are not RESP2. */
  push(chunk: Buffer): RespReply[];
}

export function createRespDecoder(): RespDecoder {
  let chunks: Buffer[] = [];
  let buffered = 0;
  // How many bytes there must be before another try can succeed: without it a large value in many chunks
  // would be joined and parsed again at every chunk.
  let needed = 1;

  return {
    push(chunk) {
      chunks.push(chunk);
      buffered += chunk.length;
      if (buffered < needed) return [];
      const bytes = chunks.length === 1 ? chunk : Buffer.concat(chunks, buffered);
      const replies: RespReply[] = [];
      let offset = 0;
      needed = 1;
      while (offset < bytes.length) {
        const step = readReply(bytes, offset);
        if (step.kind === 'incomplete') {
          needed = step.end - offset;
          break;
        }
        replies.push(step.reply);
        offset = step.end;
      }
      const rest = bytes.subarray(offset);
      chunks = rest.length === 0 ? [] : [rest];
      buffered = rest.length;
      return replies;
    },
  };
}

/** `end` of an incomplete reply is the least offset that the bytes must reach. */
type Step = { kind: 'reply'; reply: RespReply; end: number } | { kind: 'incomplete'; end: number };

const CRLF = Buffer.from('\r\n');

function readReply(bytes: Buffer, start: number): Step {
  const lineEnd = bytes.indexOf(CRLF, start);
  if (lineEnd === -1) return { kind: 'incomplete', end: bytes.length + 1 };
  const line = bytes.toString('utf8', start + 1, lineEnd);
  const next = lineEnd + CRLF.length;
  switch (String.fromCharCode(bytes[start] ?? 0)) {
    case '+':
      return { kind: 'reply', reply: { kind: 'status', text: line }, end: next };
    case '-':
      return { kind: 'reply', reply: { kind: 'error', message: line }, end: next };
    case ':':
      return { kind: 'reply', reply: { kind: 'integer', value: readInteger(line) }, end: next };
    case '$':
      return readBulk(bytes, next, readInteger(line));
    case '*':
      return readArray(bytes, next, readInteger(line));
    default:
      throw new RespProtocolError(`unexpected byte ${bytes[start]}`);
  }
}

function readBulk(bytes: Buffer, start: number, length: number): Step {
  if (length === -1) return { kind: 'reply', reply: { kind: 'bulk', bytes: null }, end: start };
  const end = start + length + CRLF.length;
  if (bytes.length < end) return { kind: 'incomplete', end };
  return { kind: 'reply', reply: { kind: 'bulk', bytes: bytes.subarray(start, start + length) }, end };
}

function readArray(bytes: Buffer, start: number, length: number): Step {
  if (length === -1) return { kind: 'reply', reply: { kind: 'array', items: null }, end: start };
  const items: RespReply[] = [];
  let offset = start;
  while (items.length < length) {
    if (offset >= bytes.length) return { kind: 'incomplete', end: bytes.length + 1 };
    const step = readReply(bytes, offset);
    if (step.kind === 'incomplete') return step;
    items.push(step.reply);
    offset = step.end;
  }
  return { kind: 'reply', reply: { kind: 'array', items }, end: offset };
}

function readInteger(line: string): number {
  if (!/^[+-]?\d+$/.test(line)) throw new RespProtocolError(`not an integer: ${line}`);
  return Number(line);
}
