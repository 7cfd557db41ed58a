/** Scripts that run in the talk page before its own. */

/** A microphone that says what a test gives it: `window.mouth`, with `say`, `unplug`, `problem` (why there is none) and `tracks`. */
export const MICROPHONE_SCRIPT = `(() => {
  const mouth = { problem: null, tracks: [] };
  window.mouth = mouth;
  let context, gain;
  const open = () => {
    context ??= new AudioContext({ sampleRate: 48000 });
    gain ??= context.createGain();
  };
  navigator.mediaDevices.getUserMedia = async () => {
    if (mouth.problem !== null) throw new DOMException('no', mouth.problem);
    open();
    const out = context.createMediaStreamDestination();
    gain.connect(out);
    await context.resume();
    mouth.tracks = out.stream.getAudioTracks();
    return out.stream;
  };
  /** Resolves when it has been said. */
  mouth.say = (base64, rate) => {
    open();
    const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
    const pcm = new Int16Array(bytes.buffer);
    const buffer = context.createBuffer(1, pcm.length, rate);
    buffer.copyToChannel(Float32Array.from(pcm, (sample) => sample / 32768), 0);
    const source = new AudioBufferSourceNode(context, { buffer });
    source.connect(gain);
    return new Promise((resolve) => {
      source.onended = () => resolve();
      source.start();
    });
  };
  mouth.unplug = () => {
    for (const track of mouth.tracks) {
      track.stop();
      track.dispatchEvent(new Event('ended'));
    }
  };
})();`;

/** At the loudspeaker: `window.ear`, with what was `heard` as pieces of 16 bits, and a `recording` of it in Base64. */
export const EAR_SCRIPT = `(() => {
  const ear = { heard: [] };
  window.ear = ear;
  const connect = AudioNode.prototype.connect;
  AudioNode.prototype.connect = function (to, ...rest) {
    if (to instanceof AudioDestinationNode && this instanceof AudioWorkletNode) {
      // Large pieces: a page that is busy loses none of them.
      const node = this.context.createScriptProcessor(16384, 1, 1);
      node.onaudioprocess = ({ inputBuffer }) => {
        const samples = inputBuffer.getChannelData(0);
        ear.heard.push(Int16Array.from(samples, (sample) => sample * 32767));
      };
      connect.call(this, node);
      connect.call(node, to);
    }
    return connect.call(this, to, ...rest);
  };
  ear.recording = () => {
    const length = ear.heard.reduce((sum, pcm) => sum + pcm.length, 0);
    const all = new Int16Array(length);
    let at = 0;
    for (const pcm of ear.heard) {
      all.set(pcm, at);
      at += pcm.length;
    }
    const bytes = new Uint8Array(all.buffer);
    let text = '';
    for (let index = 0; index < bytes.length; index += 8192) text += String.fromCharCode(...bytes.subarray(index, index + 8192));
    return btoa(text);
  };
})();`;
