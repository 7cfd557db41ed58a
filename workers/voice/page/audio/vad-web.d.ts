/** What is used of the package: its code is fetched when the page is built, so that its own types are not there. */
declare module '@ricky0123/vad-web' {
  interface Detection {
    positiveSpeechThreshold: number;
    negativeSpeechThreshold: number;
    redemptionMs: number;
    preSpeechPadMs: number;
    minSpeechMs: number;
  }
  interface MicVADOptions extends Detection {
    model: 'v5';
    baseAssetPath: string;
    onnxWASMBasePath: string;
    ortConfig(ort: {
      env: { logLevel: string; wasm: { wasmPaths: string | { wasm: string }; numThreads: number } };
    }): void;
    audioContext: AudioContext;
    getStream(): Promise<MediaStream>;
    pauseStream(stream: MediaStream): Promise<void>;
    resumeStream(stream: MediaStream): Promise<MediaStream>;
    startOnLoad: boolean;
    onFrameProcessed(probabilities: { isSpeech: number }, frame: Float32Array): void;
    onSpeechStart(): void;
    onSpeechRealStart(): void;
    onSpeechEnd(audio: Float32Array): void;
    onVADMisfire(): void;
  }
  export class MicVAD {
    static new(options: Partial<MicVADOptions>): Promise<MicVAD>;
    start(): Promise<void>;
    pause(): Promise<void>;
    destroy(): Promise<void>;
    setOptions(options: Partial<Detection>): void;
  }
}
