/**
 * Cuts what the microphone hears into utterances: by the voice activity detection, or while a key is held. What is heard
 * between them is forgotten and leaves the device never. Pure.
 */
export type HeardEvent =
  /** `MICROPHONE_HZ`; about 32 ms each. */
  | { kind: 'frame'; samples: Int16Array }
  /** The detection takes the frame that has just come for speech. */
  | { kind: 'voice' }
  /** It has gone on long enough to be no cough. */
  | { kind: 'voice_sure' }
  | { kind: 'silence' }
  /** It was no speech. */
  | { kind: 'misfire' }
  | { kind: 'press' }
  | { kind: 'release' }
  /** The microphone is muted, gone or given back. */
  | { kind: 'cut' }
  /** Whether speech alone begins an utterance. */
  | { kind: 'hands_free'; on: boolean };

export type UtteranceEvent =
  | { kind: 'start'; utterance: number }
  | { kind: 'audio'; utterance: number; samples: Int16Array }
  /** It is really somebody who speaks. */
  | { kind: 'sure'; utterance: number }
  | { kind: 'end'; utterance: number; held: boolean }
  | { kind: 'drop'; utterance: number };

/** 300 ms: a detection notices speech some frames late, and the first consonant counts. */
const FRAMES_BEFORE = 9;
/** Fewer messages; the end waits for none. */
const FRAMES_A_MESSAGE = 3;
/** A minute: the rest becomes an utterance of its own. */
const MOST_FRAMES = 1_875;
/** A press of a key that nobody speaks in. */
const LEAST_HELD_FRAMES = 5;

interface Current {
  number: number;
  by: 'voice' | 'hold';
  frames: number;
  waiting: Int16Array[];
}

export interface Utterances {
  hear(event: HeardEvent): UtteranceEvent[];
}

export function createUtterances(): Utterances {
  let before: Int16Array[] = [];
  let current: Current | null = null;
  let newest = 0;
  let handsFree = true;

  function begin(by: Current['by']): UtteranceEvent[] {
    newest += 1;
    current = { number: newest, by, frames: before.length, waiting: before };
    before = [];
    return [{ kind: 'start', utterance: newest }, ...sendWaiting(current)];
  }

  function finish({ number, by }: Current, how: 'end' | 'drop', rest: UtteranceEvent[]): UtteranceEvent[] {
    current = null;
    if (how === 'drop') return [{ kind: 'drop', utterance: number }];
    return [...rest, { kind: 'end', utterance: number, held: by === 'hold' }];
  }

  function takeFrame(samples: Int16Array): UtteranceEvent[] {
    if (current === null) {
      before.push(samples);
      if (before.length > FRAMES_BEFORE) before.shift();
      return [];
    }
    current.waiting.push(samples);
    current.frames += 1;
    if (current.frames >= MOST_FRAMES) {
      const { by } = current;
      const ended = finish(current, 'end', sendWaiting(current));
      // The silence that ends the rest will end this one.
      return [...ended, ...begin(by), { kind: 'sure', utterance: newest }];
    }
    return current.waiting.length < FRAMES_A_MESSAGE ? [] : sendWaiting(current);
  }

  function release(held: Current): UtteranceEvent[] {
    // Frames from before the press do not make it longer.
    if (held.frames - FRAMES_BEFORE < LEAST_HELD_FRAMES) return finish(held, 'drop', []);
    return finish(held, 'end', sendWaiting(held));
  }

  function press(): UtteranceEvent[] {
    if (current !== null) {
      const sure = current.by === 'voice';
      current.by = 'hold';
      return sure ? [{ kind: 'sure', utterance: current.number }] : [];
    }
    const begun = begin('hold');
    return [...begun, { kind: 'sure', utterance: newest }];
  }

  return {
    hear(event) {
      switch (event.kind) {
        case 'frame':
          return takeFrame(event.samples);
        case 'voice':
          return current === null && handsFree ? begin('voice') : [];
        case 'voice_sure':
          return current?.by === 'voice' ? [{ kind: 'sure', utterance: current.number }] : [];
        case 'silence':
          return current?.by === 'voice' ? finish(current, 'end', sendWaiting(current)) : [];
        case 'misfire':
          return current?.by === 'voice' ? finish(current, 'drop', []) : [];
        case 'press':
          return press();
        case 'release':
          return current?.by === 'hold' ? release(current) : [];
        case 'cut':
          before = [];
          return current === null ? [] : finish(current, 'end', sendWaiting(current));
        case 'hands_free':
          handsFree = event.on;
          if (event.on || current?.by !== 'voice') return [];
          return finish(current, 'end', sendWaiting(current));
      }
    },
  };
}

function sendWaiting(current: Current): UtteranceEvent[] {
  const { number, waiting } = current;
  current.waiting = [];
  if (waiting.length === 0) return [];
  const samples = new Int16Array(waiting.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of waiting) {
    samples.set(piece, at);
    at += piece.length;
  }
  return [{ kind: 'audio', utterance: number, samples }];
}
