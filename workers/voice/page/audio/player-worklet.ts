/** The worklet's shell around the jitter buffer. Bundled by itself. */
import { createJitterBuffer } from './jitter-buffer.ts';
import { PLAYER, type PlayerMessage } from './player-messages.ts';

class Player extends AudioWorkletProcessor {
  private readonly buffer = createJitterBuffer(sampleRate, (report) => this.port.postMessage(report));

  constructor() {
    super();
    this.port.onmessage = ({ data }: MessageEvent<PlayerMessage>) => this.obey(data);
  }

  process(_: Float32Array[][], outputs: Float32Array[][]): boolean {
    const out = outputs[0]?.[0];
    if (out !== undefined) this.buffer.pull(out);
    return true;
  }

  private obey(message: PlayerMessage) {
    switch (message.kind) {
      case 'push':
        return this.buffer.push(message.turn, message.first, message.samples);
      case 'end':
        return this.buffer.end(message.turn, message.total);
      case 'hold':
        return this.buffer.hold(message.held);
      case 'flush':
        return this.buffer.flush(message.turn, message.over);
    }
  }
}

registerProcessor(PLAYER, Player);
