/** What Discord's own client says of a recording that it sends. */
import { waveformOf } from './waveform.ts';

export interface Sound {
  duration_secs: number;
  waveform: string;
}

/** Null for what this browser cannot decode. */
export async function readSound(file: File): Promise<Sound | null> {
  const context = new OfflineAudioContext(1, 1, 16_000);
  try {
    const sound = await context.decodeAudioData(await file.arrayBuffer());
    return {
      duration_secs: sound.duration,
      waveform: waveformOf(sound.getChannelData(0), sound.sampleRate),
    };
  } catch {
    return null;
  }
}
