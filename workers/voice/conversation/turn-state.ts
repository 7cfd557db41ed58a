/** A conversation's turns as plain data: what can happen, and what is to be done. Types, and the beginning. */
import type { TalkState } from '../../../shared/contract/talk.ts';

export interface Piece {
  utterance: number;
  /** Null: it is not known yet. */
  text: string | null;
  /** Unix milliseconds; null: the person is still speaking. */
  endedAtMs: number | null;
}

export interface Turns {
  state: TalkState;
  /** Of what is being said, asked or answered; counts from 1. */
  turn: number;
  /** Of this turn, in their order. While an answer is spoken: of the next one. */
  pieces: Piece[];
  /** It was pushed to talk, or typed: the end of the turn is said, not guessed. */
  isOver: boolean;
  /** How often this turn has been asked: each is a request of its own. */
  asked: number;
  /** What was typed belongs to no utterance. */
  typed: string;
  /** The last utterance that has been taken, and the last text. */
  utterance: number;
  texts: number;
  /** Of the answer that is being spoken, as far as is known. */
  playedMs: number;
  /** True when no more of the answer comes. */
  isAnswered: boolean;
  /** More than the usual pause, for somebody who was interrupted. */
  patienceMs: number;
}

export type Happening =
  | { kind: 'speech_start'; utterance: number }
  | { kind: 'speech_end'; utterance: number; held: boolean }
  | { kind: 'speech_drop'; utterance: number }
  /** Empty: nothing was understood. */
  | { kind: 'transcript'; utterance: number; text: string }
  | { kind: 'typed'; number: number; text: string }
  /** The time that `wait` named has come. */
  | { kind: 'pause_over' }
  /** The first sound of an answer goes out. */
  | { kind: 'sounding'; turn: number }
  /** No more of the answer comes. `hasSound`: some of it can be heard. */
  | { kind: 'answered'; turn: number; hasSound: boolean }
  | { kind: 'played'; turn: number; ms: number; ended: boolean }
  | { kind: 'barge_in'; turn: number; ms: number };

export type Effect =
  | { kind: 'transcribe'; utterance: number }
  /** Its sound is of no use any more. */
  | { kind: 'drop'; utterance: number }
  /** What the person has said so far. */
  | { kind: 'caption'; turn: number; text: string; final: boolean }
  | { kind: 'wait'; untilMs: number }
  | { kind: 'stop_waiting' }
  | { kind: 'ask'; turn: number; attempt: number; text: string }
  /** `heardMs` null: nothing of the answer was heard, and the turn goes on. */
  | { kind: 'cancel'; turn: number; attempt: number; heardMs: number | null }
  | { kind: 'flush'; turn: number }
  | { kind: 'state'; state: TalkState };

export interface Step {
  turns: Turns;
  effects: Effect[];
}

export const FIRST_TURNS: Turns = {
  state: 'listening',
  turn: 1,
  pieces: [],
  isOver: false,
  asked: 0,
  typed: '',
  utterance: 0,
  texts: 0,
  playedMs: 0,
  isAnswered: false,
  patienceMs: 0,
};
