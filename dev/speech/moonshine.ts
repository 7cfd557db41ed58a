/**
 * Moonshine tiny: 16 kHz samples to English text. Runs in an engine thread, since each step blocks.
 * The decoder's loop is that of the package's own `src/model.ts`, which cannot be imported without a network.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { EngineTasks, Heard } from './engine-tasks.ts';

/** What is used of `onnxruntime-web`. */
interface Tensor {
  data: Float32Array;
}
type Tensors = Record<string, Tensor>;
interface Session {
  inputNames: readonly string[];
  run(inputs: Tensors): Promise<Tensors>;
}
interface Runtime {
  env: { wasm: { numThreads: number; wasmBinary: Uint8Array } };
  Tensor: new (type: string, data: unknown, shape: readonly number[]) => Tensor;
  InferenceSession: { create(weights: Uint8Array): Promise<Session> };
}
interface Tokenizer {
  decode(tokens: readonly number[]): string;
}

interface Moonshine {
  runtime: Runtime;
  encoder: Session;
  decoder: Session;
  tokenizer: Tokenizer;
}

const SAMPLE_RATE = 16_000;
const START_TOKEN = 1;
const END_TOKEN = 2;
/** Nobody speaks faster; without it a model that loops would not end. */
const MAX_TOKENS_PER_SEC = 6;
/** No cached keys and values yet: heads and size of the tiny model. */
const EMPTY_CACHE_SHAPE = [0, 8, 1, 36];

let loaded: Promise<Moonshine> | undefined;

export async function transcribe({ samples, folders }: EngineTasks['transcribe']['input']): Promise<Heard> {
  loaded ??= load(folders);
  const model = await loaded;
  const { runtime, encoder, decoder, tokenizer } = model;
  const encoded = await encoder.run({
    input_values: new runtime.Tensor('float32', samples, [1, samples.length]),
  });
  const { last_hidden_state: hidden } = encoded;
  if (hidden === undefined) throw new Error('the encoder gave no states');
  let cache: Tensors = Object.fromEntries(
    decoder.inputNames
      .filter((name) => name.startsWith('past_key_values.'))
      .map((name) => [name, new runtime.Tensor('float32', new Float32Array(0), EMPTY_CACHE_SHAPE)]),
  );
  const tokens: number[] = [];
  let logprobs = 0;
  const most = Math.ceil((samples.length / SAMPLE_RATE) * MAX_TOKENS_PER_SEC);
  for (let step = 0; step < most; step += 1) {
    const last = tokens.at(-1) ?? START_TOKEN;
    const output = await decoder.run({
      input_ids: new runtime.Tensor('int64', BigInt64Array.of(BigInt(last)), [1, 1]),
      encoder_hidden_states: hidden,
      use_cache_branch: new runtime.Tensor('bool', [step > 0], [1]),
      ...cache,
    });
    const { token, logprob } = pickBest(output.logits?.data ?? new Float32Array(0));
    logprobs += logprob;
    if (token === END_TOKEN) break;
    tokens.push(token);
    cache = advanceCache(cache, output, step === 0);
  }
  return {
    text: tokenizer.decode([START_TOKEN, ...tokens]).trim(),
    avgLogprob: logprobs / Math.max(1, tokens.length),
  };
}

async function load({
  runtime: runtimeFolder,
  weights,
  tokenizer,
}: EngineTasks['transcribe']['input']['folders']): Promise<Moonshine> {
  const runtime = (await importFrom(runtimeFolder, 'dist/ort.wasm.bundle.min.mjs')) as Runtime;
  runtime.env.wasm.numThreads = 1;
  // Given as bytes: its own loader would fetch a file: URL, which Node refuses.
  runtime.env.wasm.wasmBinary = await readFile(join(runtimeFolder, 'dist/ort-wasm-simd-threaded.wasm'));
  const open = async (name: string) =>
    runtime.InferenceSession.create(await readFile(join(weights, 'dist/model/tiny/quantized', name)));
  const encoder = await open('encoder_model.onnx');
  const decoder = await open('decoder_model_merged.onnx');
  const words = (await importFrom(tokenizer, 'llama-tokenizer.js')) as { default: Tokenizer };
  return { runtime, encoder, decoder, tokenizer: words.default };
}

function importFrom(folder: string, file: string): Promise<unknown> {
  return import(pathToFileURL(join(folder, file)).href);
}

/** What belongs to the encoder is computed in the first step and stays. */
function advanceCache(cache: Tensors, output: Tensors, isFirst: boolean): Tensors {
  return Object.fromEntries(
    Object.entries(cache).map(([name, before]) => {
      const now = output[name.replace('past_key_values', 'present')];
      return [name, now !== undefined && (isFirst || name.includes('.decoder.')) ? now : before];
    }),
  );
}

/** The likeliest token, and the logarithm of its probability. */
function pickBest(logits: Float32Array): { token: number; logprob: number } {
  let token = END_TOKEN;
  let best = Number.NEGATIVE_INFINITY;
  for (const [index, logit] of logits.entries()) {
    if (logit <= best) continue;
    token = index;
    best = logit;
  }
  const sum = logits.reduce((total, logit) => total + Math.exp(logit - best), 0);
  return { token, logprob: -Math.log(sum) };
}
