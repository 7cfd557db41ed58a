/** What the engine threads can do. Folders are those of fetched packages. Types alone. */
import type { Container } from './container.ts';

export interface Heard {
  text: string;
  /** The mean of the tokens' log probabilities. */
  avgLogprob: number;
}

export interface EngineTasks {
  /** One channel at `rate`; null where the bytes are not what their container says. */
  decode: {
    input: { container: Container; bytes: Uint8Array; folder: string; rate: number };
    result: Float32Array | null;
  };
  transcribe: {
    input: { samples: Float32Array; folders: { runtime: string; weights: string; tokenizer: string } };
    result: Heard;
  };
  /** A WAV file. */
  synthesise: { input: { text: string; options: EspeakOptions; folder: string }; result: Uint8Array };
}

export interface EspeakOptions {
  /** espeak's name of a language: `en-gb`, `ko`. */
  voice: string;
  wordsPerMinute: number;
  /** From 0 to 99. */
  pitch: number;
}

export type TaskName = keyof EngineTasks;

export type TaskRequest = {
  [Name in TaskName]: { id: number; name: Name; input: EngineTasks[Name]['input'] };
}[TaskName];

export type TaskReply =
  | { id: number; ok: true; result: unknown }
  | { id: number; ok: false; message: string };
