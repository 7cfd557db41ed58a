/** Plays what Libra says. The browser's shell: an audio context at the speech's own rate, and the worklet. */
import { SPEAKER_HZ } from '../../../../shared/contract/talk.ts';
import type { AudioFrame } from './frame.ts';
import type { PlaybackReport } from './jitter-buffer.ts';
import { PLAYER, type PlayerMessage } from './player-messages.ts';

export interface Player {
  push(frame: AudioFrame): void;
  end(turn: number, total: number): void;
  hold(held: boolean): void;
  flush(turn: number, over: boolean): void;
  /** After the tab was in the background, or a call has taken the sound. */
  resume(): void;
  close(): void;
}

/** To be called from a press: else the browser keeps the sound off. Rejects where there is no sound. */
export async function openPlayer(
  workletUrl: string,
  report: (what: PlaybackReport) => void,
): Promise<Player> {
  const context = new AudioContext({ sampleRate: SPEAKER_HZ, latencyHint: 'interactive' });
  await context.audioWorklet.addModule(workletUrl);
  const node = new AudioWorkletNode(context, PLAYER, { numberOfInputs: 0, outputChannelCount: [1] });
  node.connect(context.destination);
  node.port.onmessage = ({ data }: MessageEvent<PlaybackReport>) => {
    report(data.kind === 'position' ? { ...data, samples: heardSamples(data.samples, context) } : data);
  };
  const tell = (message: PlayerMessage) => node.port.postMessage(message);
  void context.resume();
  return {
    push: ({ number, first, samples }) => tell({ kind: 'push', turn: number, first, samples }),
    end: (turn, total) => tell({ kind: 'end', turn, total }),
    hold: (held) => tell({ kind: 'hold', held }),
    flush: (turn, over) => tell({ kind: 'flush', turn, over }),
    resume: () => void context.resume().catch(() => {}),
    close: () => void context.close().catch(() => {}),
  };
}

/** What is on its way to the speaker has not been heard yet; once playback stands still, it will have been. */
function heardSamples(samples: number, { outputLatency }: AudioContext): number {
  return Math.max(0, samples - Math.round((outputLatency || 0) * SPEAKER_HZ));
}
