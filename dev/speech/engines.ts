/** The engines of offline speech behind one interface: what is missing is fetched, what blocks runs in a thread. */
import { type Container, sniffContainer } from './container.ts';
import {
  createSpeechEncoder,
  SPEECH_FORMATS,
  SPEECH_RATE,
  type SpeechEncoder,
  type SpeechFormat,
} from './encode-audio.ts';
import type { Heard } from './engine-tasks.ts';
import { createEngineThread } from './engine-thread.ts';
import { hasEspeakProgram, runEspeakProgram } from './espeak-program.ts';
import type { PackageStore } from './fetch-package.ts';
import {
  ESPEAK,
  FLAC_DECODER,
  LLAMA_TOKENIZER,
  MOONSHINE,
  MP3_DECODER,
  ONNX_RUNTIME,
  OPUS,
  type PinnedPackage,
} from './packages.ts';
import { resample } from './resample.ts';
import { chooseVoice } from './voices.ts';
import { decodeWav } from './wav.ts';

/** What the transcriber hears at. */
export const HEARING_RATE = 16_000;

/** `loading`: an engine is still being fetched. `unavailable`: it cannot be, or fails. The others are the caller's. */
export type EngineFailure = {
  ok: false;
  kind: 'loading' | 'unavailable' | 'unsupported' | 'unreadable';
  why: string;
};

export type Outcome<Value> = { ok: true; value: Value } | EngineFailure;

export interface SpeechEngines {
  /** Any supported file to samples at `HEARING_RATE`. */
  decode(bytes: Uint8Array): Promise<Outcome<Float32Array>>;
  /** Fetches and finds what `transcribe` needs. */
  prepareTranscription(): Promise<Outcome<(samples: Float32Array) => Promise<Outcome<Heard>>>>;
  /** Samples at `SPEECH_RATE`. */
  synthesise(text: string, voice: string, speed: number): Promise<Outcome<Float32Array>>;
  encoder(format: SpeechFormat): Promise<Outcome<SpeechEncoder>>;
  /** Loads what hears where it has been fetched before: fetches nothing. Never rejects. */
  warm(): Promise<void>;
  close(): Promise<void>;
}

/** The package that decodes a container; null: none is needed. */
const DECODERS: Partial<Record<Container, PinnedPackage | null>> = {
  wav: null,
  mp3: MP3_DECODER,
  flac: FLAC_DECODER,
  ogg: OPUS,
};

export const HEARD_FORMATS: readonly string[] = Object.keys(DECODERS);

const TRANSCRIBER = [ONNX_RUNTIME, MOONSHINE, LLAMA_TOKENIZER] as const;
const WARMING_SAMPLES = HEARING_RATE / 2;

/** `patienceMs`: how long a caller waits for what is being fetched; it is fetched on. */
export function createSpeechEngines(
  store: PackageStore,
  { patienceMs = Number.POSITIVE_INFINITY }: { patienceMs?: number } = {},
): SpeechEngines {
  const hearing = createEngineThread();
  const speaking = createEngineThread();
  let installed: Promise<boolean> | undefined;

  /** The folders of all of them, or why there is one that cannot be had. */
  async function fetchAll(pinned: readonly PinnedPackage[]): Promise<Outcome<string[]>> {
    const fetched = await inTime(Promise.all(pinned.map(store.fetch)), patienceMs);
    if (fetched === null) {
      const missing = pinned.filter((each) => !store.has(each)).map(({ name }) => name);
      return { ok: false, kind: 'loading', why: `fetching ${missing.join(', ')}` };
    }
    const folders: string[] = [];
    for (const one of fetched) {
      if (!one.ok) return { ok: false, kind: 'unavailable', why: one.why };
      folders.push(one.folder);
    }
    return { ok: true, value: folders };
  }

  async function speak(text: string, voice: string, speed: number): Promise<Outcome<Uint8Array>> {
    const options = chooseVoice(text, voice, speed);
    installed ??= hasEspeakProgram();
    if (await installed) return attempt(runEspeakProgram(text, options));
    const fetched = await fetchAll([ESPEAK]);
    if (!fetched.ok) return fetched;
    const [folder = ''] = fetched.value;
    return attempt(speaking.run('synthesise', { text, options, folder }));
  }

  return {
    async decode(bytes) {
      const container = sniffContainer(bytes);
      const decoder = container === null ? undefined : DECODERS[container];
      if (container === null || decoder === undefined) {
        return { ok: false, kind: 'unsupported', why: container ?? 'unknown' };
      }
      const fetched = await fetchAll(decoder === null ? [] : [decoder]);
      if (!fetched.ok) return fetched;
      const [folder = ''] = fetched.value;
      const decoded = await attempt(hearing.run('decode', { container, bytes, folder, rate: HEARING_RATE }));
      if (!decoded.ok) return decoded;
      if (decoded.value === null) return { ok: false, kind: 'unreadable', why: container };
      return { ok: true, value: decoded.value };
    },
    async prepareTranscription() {
      const fetched = await fetchAll(TRANSCRIBER);
      if (!fetched.ok) return fetched;
      const [runtime = '', weights = '', tokenizer = ''] = fetched.value;
      const folders = { runtime, weights, tokenizer };
      return { ok: true, value: (samples) => attempt(hearing.run('transcribe', { samples, folders })) };
    },
    async synthesise(text, voice, speed) {
      const spoken = await speak(text, voice, speed);
      if (!spoken.ok) return spoken;
      const wav = decodeWav(spoken.value);
      if (!wav.ok) return { ok: false, kind: 'unavailable', why: `espeak-ng: ${wav.why}` };
      return { ok: true, value: resample(wav.samples, wav.sampleRate, SPEECH_RATE) };
    },
    async encoder(format) {
      const { needs } = SPEECH_FORMATS[format];
      const fetched = await fetchAll(needs === null ? [] : [needs]);
      if (!fetched.ok) return fetched;
      return attempt(createSpeechEncoder(format, fetched.value[0] ?? null));
    },
    async warm() {
      if (!TRANSCRIBER.every(store.has)) return;
      const prepared = await this.prepareTranscription();
      if (prepared.ok) await prepared.value(new Float32Array(WARMING_SAMPLES));
    },
    async close() {
      await Promise.all([hearing.close(), speaking.close()]);
    },
  };
}

/** Null: not yet. The timer keeps no process alive. */
async function inTime<Value>(work: Promise<Value>, ms: number): Promise<Value | null> {
  if (!Number.isFinite(ms)) return work;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, ms, null);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/** An engine that fails is an answer to the caller, not the end of the stand-in. */
async function attempt<Value>(running: Promise<Value>): Promise<Outcome<Value>> {
  return running.then(
    (value) => ({ ok: true, value }) as const,
    (error: unknown) => ({
      ok: false,
      kind: 'unavailable',
      why: error instanceof Error ? error.message : String(error),
    }),
  );
}
