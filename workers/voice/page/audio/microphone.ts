/** The microphone: permission, loss, mute. What it hears goes through the voice activity detection. */
import type { MicrophoneState } from '../talk/model.ts';
import type { HeardEvent } from '../talk/utterances.ts';
import type { Vad } from './vad.ts';

export interface MicrophoneDeps {
  assetsUrl: string;
  tell(state: MicrophoneState): void;
  hear(event: HeardEvent): void;
  level(loudness: number): void;
}

export interface Microphone {
  /** Asks for it; also again, after it was refused or lost. */
  open(): Promise<void>;
  mute(muted: boolean): void;
  /** While Libra is heard. */
  beCareful(careful: boolean): void;
  resume(): void;
  close(): void;
}

/** Libra's own voice out of the loudspeaker is taken out again before anything else hears it. */
const WANTED: MediaTrackConstraints = {
  channelCount: 1,
  echoCancellation: true,
  noiseSuppression: true,
  autoGainControl: true,
};

const PROBLEMS: Record<string, MicrophoneState> = {
  NotAllowedError: 'refused',
  SecurityError: 'refused',
  NotFoundError: 'missing',
  NotReadableError: 'busy',
  AbortError: 'busy',
};

export function createMicrophone({ assetsUrl, tell, hear, level }: MicrophoneDeps): Microphone {
  const context = new AudioContext();
  let stream = new MediaStream();
  let state: MicrophoneState = 'off';
  let muted = false;
  let isClosed = false;
  let loading: Promise<Vad> | null = load();

  function load(): Promise<Vad> {
    const deps = { assetsUrl, context, stream: () => stream, hear, level };
    const vad = import('./vad.ts').then(({ loadVad }) => loadVad(deps));
    // It is looked at when the microphone is opened.
    vad.catch(() => {});
    return vad;
  }

  function become(next: MicrophoneState) {
    state = next;
    tell(next);
  }

  function obeyMute() {
    for (const track of stream.getAudioTracks()) track.enabled = !muted;
  }

  async function take() {
    stream = await navigator.mediaDevices.getUserMedia({ audio: WANTED });
    if (isClosed) return release();
    const [track] = stream.getAudioTracks();
    track?.addEventListener('ended', () => void lose());
    obeyMute();
  }

  function release() {
    for (const track of stream.getTracks()) track.stop();
  }

  async function lose() {
    if (isClosed) return;
    hear({ kind: 'cut' });
    await (await loading)?.stop();
    // There may be another one.
    await open('unplugged');
  }

  async function open(whenMissing: MicrophoneState = 'missing') {
    // Devices come and go in flurries.
    if (isClosed || state === 'asking') return;
    become('asking');
    release();
    void context.resume();
    try {
      await take();
    } catch (error) {
      const name = error instanceof Error ? error.name : '';
      const problem = PROBLEMS[name] ?? 'missing';
      return become(problem === 'missing' ? whenMissing : problem);
    }
    try {
      loading ??= load();
      await (await loading).start();
      become('on');
    } catch {
      loading = null;
      release();
      become('unsupported');
    }
  }

  function lookForAnother() {
    if (state === 'unplugged' || state === 'missing') void open(state);
  }
  navigator.mediaDevices?.addEventListener('devicechange', lookForAnother);

  return {
    open: () => open(),
    mute(wanted) {
      muted = wanted;
      if (muted) hear({ kind: 'cut' });
      obeyMute();
    },
    beCareful: (careful) => void loading?.then((vad) => vad.beCareful(careful)).catch(() => {}),
    resume: () => void context.resume().catch(() => {}),
    close() {
      isClosed = true;
      navigator.mediaDevices?.removeEventListener('devicechange', lookForAnother);
      release();
      void context.close().catch(() => {});
    },
  };
}
