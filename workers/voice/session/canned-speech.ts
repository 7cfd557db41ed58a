/** A sentence that is spoken when nothing can be made any more, made while it still can. Of the isolate: it is nobody's own. */
import { readByChunk } from '../../../shared/http/bounded-body.ts';
import type { BffClient } from '../bff/client.ts';

/** By voice and language; null: it is being made. */
const made = new Map<string, Uint8Array | null>();
/** Twenty seconds. */
const MAX_BYTES = 960_000;
const TIMEOUT_MS = 15_000;

export interface CannedSpeech {
  /** Never rejects. */
  prepare(): Promise<void>;
  /** Null for another text, and while there is none. */
  find(text: string): Uint8Array | null;
}

export function cannedSpeech(key: string, sentence: string, bff: Pick<BffClient, 'speak'>): CannedSpeech {
  return {
    async prepare() {
      if (made.has(key)) return;
      made.set(key, null);
      const pcm = await speak(sentence, bff);
      if (pcm === null) made.delete(key);
      else made.set(key, pcm);
    },
    find: (text) => (text === sentence ? (made.get(key) ?? null) : null),
  };
}

async function speak(sentence: string, bff: Pick<BffClient, 'speak'>): Promise<Uint8Array | null> {
  try {
    const spoken = await bff.speak(sentence, AbortSignal.timeout(TIMEOUT_MS));
    if (!spoken.ok) return null;
    const read = await readByChunk(spoken.value, MAX_BYTES);
    return read.kind === 'read' && read.bytes.byteLength % 2 === 0 ? read.bytes : null;
  } catch {
    return null;
  }
}
