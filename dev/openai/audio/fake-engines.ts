/** Engines for tests of what stands around them: silence of a known length, and a text that tells what was heard. */
import { createSpeechEncoder, SPEECH_RATE, type SpeechEncoder } from '../../speech/encode-audio.ts';
import type { EngineFailure, SpeechEngines } from '../../speech/engines.ts';
import { HEARING_RATE } from '../../speech/engines.ts';
import { createOggOpusWriter } from '../../speech/ogg-opus.ts';
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
    // Real codecs have tests of their own: Opus is pages of packets that hold nothing, all others raw PCM.
    encoder: async (format) => ({
      ok: true,
      value:
        format === 'opus' ? fakeOpus() : await createSpeechEncoder(format === 'wav' ? 'wav' : 'pcm', null),
    }),
    warm: async () => {},
    close: async () => {},
  };
  return engines;
}

const OPUS_CLOCK = 48_000;
const PRE_SKIP = 312;
const PACKET_SAMPLES = 960;
/** One frame of 20 ms. */
const TOC = 0xf8;

/** As long as what it is given, and louder and quieter by turns. */
function fakeOpus(): SpeechEncoder {
  const writer = createOggOpusWriter({
    serial: 1,
    preSkip: PRE_SKIP,
    packetSamples: PACKET_SAMPLES,
    inputRate: SPEECH_RATE,
  });
  let samples = 0;
  return {
    head: () => writer.head(),
    push(part) {
      samples += part.length;
      const count = Math.ceil((part.length * 2) / PACKET_SAMPLES);
      const sizeOf = (index: number) => (index % 20 < 10 ? 3 : 60);
      return writer.push(
        Array.from({ length: count }, (_, index) =>
          Uint8Array.of(TOC, ...Array<number>(sizeOf(index)).fill(1)),
        ),
      );
    },
    end: () => writer.end(Math.round((samples * OPUS_CLOCK) / SPEECH_RATE)),
  };
}
