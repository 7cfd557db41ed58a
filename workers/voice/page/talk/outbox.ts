/**
 * What the page has to say, in order, kept until the other side is known to have it: after a lost connection it is said
 * again from where that side has heard it. Pure.
 */
import type { FromPage } from '../../../../shared/contract/talk.ts';
import { MICROPHONE_HZ } from '../../../../shared/contract/talk.ts';
import type { AudioFrame } from '../audio/frame.ts';
import type { UtteranceEvent } from './utterances.ts';

export type Outgoing = { kind: 'event'; event: FromPage } | { kind: 'audio'; frame: AudioFrame };

/** What `ready` says is known. */
export interface Known {
  utterance: number;
  texts: number;
}

interface Kept {
  number: number;
  pieces: Int16Array[];
  samples: number;
  end: { held: boolean } | null;
}

/** Five minutes of speech, 10 MB: more is not kept through a lost connection. */
const MOST_KEPT_SAMPLES = 300 * MICROPHONE_HZ;
/** What is waited for by so much speech is a connection too slow for it. */
const SLOW_SAMPLES = 4 * MICROPHONE_HZ;
const FAST_SAMPLES = MICROPHONE_HZ;
/** Half a second: what is sent again need not come in small pieces. */
const SAMPLES_A_FRAME = MICROPHONE_HZ / 2;

export interface Outbox {
  say(event: Extract<FromPage, { type: 'barge_in' | 'end' | 'played' }>): void;
  type(text: string): void;
  speak(event: UtteranceEvent): void;
  /** The other side is there, and has `known`. */
  open(known: Known): void;
  /** It is gone: what is said from now on waits. */
  shut(): void;
  /** What is to be sent next. */
  next(): Outgoing | undefined;
  /** More is said than can be sent. */
  isSlow(): boolean;
}

export function createOutbox(): Outbox {
  let queue: Outgoing[] = [];
  let isOpen = false;
  let slow = false;
  let utterances: Kept[] = [];
  let texts: Extract<FromPage, { type: 'text' }>[] = [];
  let textsTyped = 0;
  let dropped: number[] = [];
  /** The newest of each: they hold when they are said again, too. */
  const standing = new Map<FromPage['type'], FromPage>();

  function send(event: FromPage) {
    if (isOpen) queue.push({ kind: 'event', event });
  }

  function sendStanding(type: FromPage['type']) {
    const event = standing.get(type);
    if (event !== undefined) send(event);
  }

  function sendAudio(number: number, first: number, samples: Int16Array) {
    if (!isOpen) return;
    for (let at = 0; at < samples.length; at += SAMPLES_A_FRAME) {
      const frame = { number, first: first + at, samples: samples.subarray(at, at + SAMPLES_A_FRAME) };
      queue.push({ kind: 'audio', frame });
    }
  }

  function sendEnd({ number, samples, end }: Kept) {
    if (end !== null) send({ type: 'speech_end', utterance: number, samples, held: end.held });
  }

  function forgetOldest() {
    let kept = utterances.reduce((sum, { samples }) => sum + samples, 0);
    while (kept > MOST_KEPT_SAMPLES && utterances.length > 1) kept -= utterances.shift()?.samples ?? 0;
  }

  function drop(utterance: number) {
    utterances = utterances.filter(({ number }) => number !== utterance);
    queue = queue.filter((one) => one.kind === 'event' || one.frame.number !== utterance);
    dropped.push(utterance);
    send({ type: 'speech_drop', utterance });
  }

  function sayAgain({ number, pieces, samples, end }: Kept) {
    send({ type: 'speech_start', utterance: number });
    let first = 0;
    for (const piece of pieces) {
      sendAudio(number, first, piece);
      first += piece.length;
    }
    sendEnd({ number, pieces, samples, end });
  }

  function waiting(): number {
    return queue.reduce((sum, one) => sum + (one.kind === 'audio' ? one.frame.samples.length : 0), 0);
  }

  return {
    say(event) {
      if (event.type !== 'played' || event.ended) standing.set(event.type, event);
      send(event);
    },
    type(text) {
      textsTyped += 1;
      const event = { type: 'text', number: textsTyped, text } as const;
      texts.push(event);
      send(event);
    },
    speak(event) {
      const { utterance } = event;
      const kept = utterances.find(({ number }) => number === utterance);
      if (event.kind === 'start') {
        utterances.push({ number: utterance, pieces: [], samples: 0, end: null });
        send({ type: 'speech_start', utterance });
      }
      if (event.kind === 'drop') drop(utterance);
      if (kept === undefined) return;
      if (event.kind === 'audio') {
        sendAudio(utterance, kept.samples, event.samples);
        kept.pieces.push(event.samples);
        kept.samples += event.samples.length;
        forgetOldest();
      }
      if (event.kind === 'end') {
        kept.end = { held: event.held };
        sendEnd(kept);
      }
    },
    open(known) {
      isOpen = true;
      queue = [];
      utterances = utterances.filter(({ number }) => number > known.utterance);
      texts = texts.filter(({ number }) => number > known.texts);
      dropped = dropped.filter((number) => number > known.utterance);
      sendStanding('barge_in');
      sendStanding('played');
      for (const text of texts) send(text);
      // Else the other side would wait for the rest of them.
      for (const utterance of dropped) send({ type: 'speech_drop', utterance });
      for (const utterance of utterances) sayAgain(utterance);
      sendStanding('end');
    },
    shut() {
      isOpen = false;
      queue = [];
    },
    next: () => queue.shift(),
    isSlow() {
      const samples = waiting();
      slow = slow ? samples > FAST_SAMPLES : samples > SLOW_SAMPLES;
      return slow;
    },
  };
}
