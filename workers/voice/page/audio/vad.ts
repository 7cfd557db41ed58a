/** Silero's voice activity detection as it is used here. Loaded apart from the page, which is shown at once. */
import { MicVAD } from '@ricky0123/vad-web';
import { SPEECH_END_SILENCE_MS } from '../../../../shared/contract/talk.ts';
import type { HeardEvent } from '../talk/utterances.ts';
import { loudnessOf, toPcm } from './frame.ts';

/** While Libra speaks, what is left of its own voice in the microphone must not interrupt it. */
const THRESHOLDS = { quiet: 0.5, loud: 0.7 };

export interface VadDeps {
  /** Where the model, the runtime and the worklet lie; ends with a slash. */
  assetsUrl: string;
  context: AudioContext;
  /** The stream that is heard now. */
  stream(): MediaStream;
  hear(event: HeardEvent): void;
  /** From 0 to 1, about 30 times a second. */
  level(loudness: number): void;
}

export interface Vad {
  /** Hears the stream of now. */
  start(): Promise<void>;
  stop(): Promise<void>;
  beCareful(careful: boolean): void;
}

/** Rejects when the model or the runtime cannot be loaded. */
export async function loadVad({ assetsUrl, context, stream, hear, level }: VadDeps): Promise<Vad> {
  const vad = await MicVAD.new({
    model: 'v5',
    baseAssetPath: assetsUrl,
    onnxWASMBasePath: assetsUrl,
    ortConfig({ env }) {
      env.logLevel = 'error';
      env.wasm.wasmPaths = { wasm: `${assetsUrl}ort-wasm-simd-threaded.wasm` };
      // More need a page that is isolated from all others, and the model is small.
      env.wasm.numThreads = 1;
    },
    audioContext: context,
    getStream: async () => stream(),
    resumeStream: async () => stream(),
    pauseStream: async () => {},
    startOnLoad: false,
    positiveSpeechThreshold: THRESHOLDS.quiet,
    negativeSpeechThreshold: 0.35,
    redemptionMs: SPEECH_END_SILENCE_MS,
    preSpeechPadMs: 0,
    // "Yes" and "네" are words.
    minSpeechMs: 160,
    onFrameProcessed(_, frame) {
      level(loudnessOf(frame));
      hear({ kind: 'frame', samples: toPcm(frame) });
    },
    onSpeechStart: () => hear({ kind: 'voice' }),
    onSpeechRealStart: () => hear({ kind: 'voice_sure' }),
    onSpeechEnd: () => hear({ kind: 'silence' }),
    onVADMisfire: () => hear({ kind: 'misfire' }),
  });
  return {
    start: () => vad.start(),
    stop: () => vad.pause(),
    beCareful: (careful) =>
      vad.setOptions({ positiveSpeechThreshold: careful ? THRESHOLDS.loud : THRESHOLDS.quiet }),
  };
}
