/** What comes over the socket, checked. Pure; never throws. */
import {
  AUDIO_HEADER_BYTES,
  type FromPage,
  MAX_AUDIO_FRAME_BYTES,
  MAX_TEXT_FRAME_BYTES,
} from '../../../shared/contract/talk.ts';
import { isRecord, parseJson } from '../../../shared/json.ts';
import { MAX_PROMPT_CHARS } from '../../../shared/limits.ts';

export interface SoundFrame {
  utterance: number;
  firstSample: number;
  pcm: Uint8Array;
}

/** Null: it is malformed or too large. */
export function parseSound(frame: ArrayBuffer): SoundFrame | null {
  const { byteLength } = frame;
  if (byteLength <= AUDIO_HEADER_BYTES || byteLength > MAX_AUDIO_FRAME_BYTES || byteLength % 2 !== 0)
    return null;
  const view = new DataView(frame);
  return {
    utterance: view.getUint32(0, true),
    firstSample: view.getUint32(4, true),
    pcm: new Uint8Array(frame, AUDIO_HEADER_BYTES),
  };
}

/** Null: it is malformed or too large. */
export function parseMessage(frame: string): FromPage | null {
  if (frame.length > MAX_TEXT_FRAME_BYTES) return null;
  const value = parseJson(frame);
  if (!isRecord(value)) return null;
  const { type, utterance, turn, ms, ended } = value;
  switch (type) {
    case 'hello':
      return parseHello(value);
    case 'speech_start':
    case 'speech_drop':
      return isCount(utterance) ? { type, utterance } : null;
    case 'speech_end': {
      const { samples, held } = value;
      if (!isCount(utterance) || !isCount(samples) || typeof held !== 'boolean') return null;
      return { type, utterance, samples, held };
    }
    case 'played':
      return isCount(turn) && isTime(ms) && typeof ended === 'boolean' ? { type, turn, ms, ended } : null;
    case 'barge_in':
      return isCount(turn) && isTime(ms) ? { type, turn, ms } : null;
    case 'text': {
      const { number, text } = value;
      if (!isCount(number) || typeof text !== 'string' || text.length > MAX_PROMPT_CHARS) return null;
      return { type, number, text };
    }
    case 'end':
      return typeof value.post === 'boolean' ? { type, post: value.post } : null;
    default:
      return null;
  }
}

function parseHello({ seen, audio }: Record<string, unknown>): FromPage | null {
  if (!isCount(seen)) return null;
  if (audio === undefined) return { type: 'hello', seen };
  if (!isRecord(audio) || !isCount(audio.turn) || !isCount(audio.samples)) return null;
  return { type: 'hello', seen, audio: { turn: audio.turn, samples: audio.samples } };
}

const MOST = 0xffffffff;

function isCount(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) <= MOST;
}

function isTime(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= MOST;
}

/** One frame of sound as it goes out. */
export function formatSound(turn: number, firstSample: number, pcm: Uint8Array): Uint8Array<ArrayBuffer> {
  const frame = new Uint8Array(AUDIO_HEADER_BYTES + pcm.byteLength);
  const view = new DataView(frame.buffer);
  view.setUint32(0, turn, true);
  view.setUint32(4, firstSample, true);
  frame.set(pcm, AUDIO_HEADER_BYTES);
  return frame;
}
