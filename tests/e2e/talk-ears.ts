/**
 * Runs in the page before anything else: a microphone that says what a test gives it, and an ear at the loudspeaker.
 * `window.ears`: see `Ears` in talk-scene.ts.
 */
export const EARS_SCRIPT = `(() => {
  const ears = { problem: null, asked: 0, tracks: [], heard: [], heardRate: 0 };
  window.ears = ears;
  let context, mouth;
  const open = () => {
    context ??= new AudioContext({ sampleRate: 48000 });
    mouth ??= context.createGain();
  };
  navigator.mediaDevices.getUserMedia = async () => {
    ears.asked += 1;
    if (ears.problem !== null) throw new DOMException('no', ears.problem);
    open();
    const out = context.createMediaStreamDestination();
    mouth.connect(out);
    await context.resume();
    ears.tracks = out.stream.getAudioTracks();
    return out.stream;
  };
  /** Resolves when it has been said. */
  ears.say = (base64, rate) => {
    open();
    const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
    const pcm = new Int16Array(bytes.buffer);
    const buffer = context.createBuffer(1, pcm.length, rate);
    buffer.copyToChannel(Float32Array.from(pcm, (sample) => sample / 32768), 0);
    const source = new AudioBufferSourceNode(context, { buffer });
    source.connect(mouth);
    return new Promise((resolve) => {
      source.onended = () => resolve();
      source.start();
    });
  };
  ears.unplug = () => {
    for (const track of ears.tracks) {
      track.stop();
      track.dispatchEvent(new Event('ended'));
    }
  };
  const connect = AudioNode.prototype.connect;
  AudioNode.prototype.connect = function (to, ...rest) {
    if (to instanceof AudioDestinationNode && this instanceof AudioWorkletNode) {
      const ear = this.context.createScriptProcessor(256, 1, 1);
      ears.heardRate = this.context.sampleRate;
      ear.onaudioprocess = ({ inputBuffer }) => {
        const samples = inputBuffer.getChannelData(0);
        ears.heard.push(Int16Array.from(samples, (sample) => sample * 32767));
      };
      connect.call(this, ear);
      connect.call(ear, to);
    }
    return connect.call(this, to, ...rest);
  };
  ears.recording = () => {
    const length = ears.heard.reduce((sum, pcm) => sum + pcm.length, 0);
    const all = new Int16Array(length);
    let at = 0;
    for (const pcm of ears.heard) {
      all.set(pcm, at);
      at += pcm.length;
    }
    const bytes = new Uint8Array(all.buffer);
    let text = '';
    for (let index = 0; index < bytes.length; index += 8192) text += String.fromCharCode(...bytes.subarray(index, index + 8192));
    return btoa(text);
  };
})();`;
