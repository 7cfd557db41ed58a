/**
 * What is said in recordings that no offline engine understands: those that a test names, and Korean that the stand-in has
 * spoken itself. Found by their exact bytes, so that nothing else is ever claimed to be understood.
 */
import { createHash } from 'node:crypto';

export interface KnownRecordings {
  /** By the SHA-256 of the file in hexadecimal. */
  add(sha256: string, text: string): void;
  find(file: Uint8Array): string | null;
}

const MOST = 1_000;
/** Of a plain WAV file: speech is asked for as `pcm`, and sent back in a WAV file. */
const WAV_HEADER_BYTES = 44;

export function createKnownRecordings(): KnownRecordings {
  const texts = new Map<string, string>();
  return {
    add(sha256, text) {
      texts.set(sha256.toLowerCase(), text);
      const [oldest] = texts.keys();
      if (texts.size > MOST && oldest !== undefined) texts.delete(oldest);
    },
    find: (file) => texts.get(hash(file)) ?? texts.get(hash(file.subarray(WAV_HEADER_BYTES))) ?? null,
  };
}

function hash(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
