/**
 * What is looked at of an answer that is passed on unread: its beginning, its end and its length. The usage stands in one of
 * the two. Pure.
 */
import { concatBytes } from '../../../shared/bytes.ts';
import { MAX_COUNT } from '../../../shared/chat/usage.ts';
import { isRecord, type JsonRecord, parseJson } from '../../../shared/json.ts';

export interface AnswerSample {
  head: string;
  /** Empty for what is all in `head`. */
  tail: string;
  byteLength: number;
}

export interface Sampler {
  take(bytes: Uint8Array): void;
  sample(): AnswerSample;
}

const HEAD_BYTES = 8_192;
const TAIL_BYTES = 32_768;

export function createSampler(): Sampler {
  let head = new Uint8Array(0);
  let tail = new Uint8Array(0);
  let byteLength = 0;
  return {
    take(bytes) {
      byteLength += bytes.byteLength;
      const room = HEAD_BYTES - head.byteLength;
      if (room > 0) head = joined(head, bytes.subarray(0, room));
      const rest = bytes.subarray(Math.max(0, room));
      if (rest.byteLength > 0) tail = joined(tail, rest.subarray(-TAIL_BYTES)).slice(-TAIL_BYTES);
    },
    sample: () => ({ head: decoder.decode(head), tail: decoder.decode(tail), byteLength }),
  };
}

const decoder = new TextDecoder();

function joined(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  return concatBytes([first, second], first.byteLength + second.byteLength);
}

/** The last object of this name in an answer of JSON or events; null when there is none. Within a text no quote stands alone. */
export function findObject({ head, tail }: AnswerSample, name: string): JsonRecord | null {
  return findLast(head + tail, name) ?? (tail === '' ? null : findLast(head, name));
}

function findLast(text: string, name: string): JsonRecord | null {
  const key = `"${name}"`;
  for (let at = text.lastIndexOf(key); at >= 0; at = at === 0 ? -1 : text.lastIndexOf(key, at - 1)) {
    const [begin] = /^\s*:\s*\{/.exec(text.slice(at + key.length)) ?? [];
    if (begin === undefined || text[at - 1] === '\\') continue;
    const value = readObject(text.slice(at + key.length + begin.length - 1));
    if (value !== null) return value;
  }
  return null;
}

/** A usage is short. */
const MAX_OBJECT_CHARS = 2_000;

function readObject(text: string): JsonRecord | null {
  for (let end = text.indexOf('}'); end >= 0 && end < MAX_OBJECT_CHARS; end = text.indexOf('}', end + 1)) {
    const value = parseJson(text.slice(0, end + 1));
    if (isRecord(value)) return value;
  }
  return null;
}

/** A count as a provider gives it; undefined for anything else, also for what is nonsense. */
export function readCount(value: unknown): number | undefined {
  return typeof value === 'number' && value >= 0 && value <= MAX_COUNT ? Math.ceil(value) : undefined;
}

/** Of what is never empty, such as a prompt, a recording, a speech: a count of nothing is none. */
export function readPositiveCount(value: unknown): number | undefined {
  const count = readCount(value);
  return count === 0 ? undefined : count;
}
