/** Engines for tests of what stands around them: silence of a known length, and a text that tells what was heard. */
import { createSpeechEncoder } from '../../speech/encode-audio.ts';
import type { EngineFailure, SpeechEngines } from '../../speech/engines.ts';
import { HEARING_RATE } from '../../speech/engines.ts';
import { resample } from '../../speech/resample.ts';
import { decodeWav } from '../../speech/wav.ts';

/** `failure`: every engine answers with it. */
export function createFakeEngines(): SpeechEngines & { failure: EngineFailure | null } {
  const engines: SpeechEngines & { failure: EngineFailure | null } = {
    failure: null,
    async decode(bytes) {
      const wav = decodeWav(bytes);
      if (!wav.ok) return { ok: false, kind: 'unsupported', why: wav.why };
      return { ok: true, value: resample(wav.samples, wav.sampleRate, HEARING_RATE) };
    },
    async prepareTranscription() {
      if (engines.failure !== null) return engines.failure;
      return {
        ok: true,
        value: async (samples) => ({
          ok: true,
          value: { text: `I heard ${Math.round(samples.length / HEARING_RATE)} seconds.`, avgLogprob: -0.5 },
        }),
      };
    },
    async synthesise(text) {
      if (engines.failure !== null) return engines.failure;
      return { ok: true, value: new Float32Array(text.length * 2_400) };
    },
    // Raw PCM whatever is asked for: the codecs have tests of their own.
    encoder: async (format) => ({
      ok: true,
      value: await createSpeechEncoder(format === 'wav' ? 'wav' : 'pcm', null),
    }),
    close: async () => {},
  };
  return engines;
}
