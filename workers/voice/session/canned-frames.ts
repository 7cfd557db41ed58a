/** A sentence whose sound was made before, as it goes to the page. */
import type { NewEvent } from '../conversation/event-log.ts';

/** A third of a second. */
const FRAME_BYTES = 16_000;

export function sendCanned(
  { turn, text, pcm }: { turn: number; text: string; pcm: Uint8Array },
  {
    emit,
    putSound,
  }: { emit(event: NewEvent): void; putSound(turn: number, first: number, pcm: Uint8Array): void },
): void {
  emit({ type: 'clause', turn, text, from: 0 });
  for (let at = 0; at < pcm.byteLength; at += FRAME_BYTES) {
    putSound(turn, at / 2, pcm.subarray(at, at + FRAME_BYTES));
  }
  emit({ type: 'audio_end', turn, samples: pcm.byteLength / 2 });
}
