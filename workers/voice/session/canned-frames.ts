/** A sentence whose sound was made before, as it goes to the page. */
import type { NewEvent } from '../conversation/event-log.ts';
import { createSampleCutter } from '../conversation/samples.ts';

export function sendCanned(
  { turn, text, pcm }: { turn: number; text: string; pcm: Uint8Array },
  {
    emit,
    putSound,
  }: { emit(event: NewEvent): void; putSound(turn: number, first: number, pcm: Uint8Array): void },
): void {
  emit({ type: 'clause', turn, text, from: 0 });
  let first = 0;
  for (const frame of createSampleCutter()(pcm)) {
    putSound(turn, first, frame);
    first += frame.byteLength / 2;
  }
  emit({ type: 'audio_end', turn, samples: pcm.byteLength / 2 });
}
