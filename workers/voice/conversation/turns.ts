/**
 * Who has the turn. One step a happening: the state after it, and what is to be done. Pure: no clock, no I/O, and the state is
 * plain data that can be stored.
 *
 *   listening ──the person has finished──▶ thinking ──the first clause can be heard──▶ speaking ──all was heard──▶ listening
 *       ▲            (they go on: back)        │                          │
 *       └──────────────────────────────────────┘◀──the person speaks over it
 *
 * A turn may be said in several utterances. Each is transcribed while it is not yet known whether it was the last one.
 */
import { SPEECH_END_SILENCE_MS, type TalkState } from '../../../shared/contract/talk.ts';
import { pauseFor } from './end-of-turn.ts';
import type { Effect, Happening, Step, Turns } from './turn-state.ts';

const MORE_PATIENCE_MS = 200;
const MOST_PATIENCE_MS = 400;
const LESS_PATIENCE_MS = 50;
/** Of one turn; what goes on for longer is asked as it is. */
const MAX_PIECES = 20;

/** `nowMs`: Unix milliseconds. */
export function nextTurns(turns: Turns, happening: Happening, nowMs: number): Step {
  switch (happening.kind) {
    case 'speech_start':
      return startSpeech(turns, happening.utterance);
    case 'speech_end':
      return endSpeech(turns, happening, nowMs);
    case 'speech_drop':
      return dropSpeech(turns, happening.utterance, nowMs);
    case 'transcript':
      return understand(turns, happening, nowMs);
    case 'typed':
      return takeText(turns, happening, nowMs);
    case 'pause_over':
      return turns.state === 'listening' && isWhole(turns) ? ask(turns) : stay(turns);
    case 'sounding':
      return happening.turn === turns.turn && turns.state === 'thinking'
        ? // What was asked is answered; what is said from now on is of the next turn.
          moveTo({ ...turns, playedMs: 0, pieces: [], typed: '' }, 'speaking')
        : stay(turns);
    case 'answered':
      if (happening.turn !== turns.turn || turns.state === 'listening') return stay(turns);
      return happening.hasSound ? stay({ ...turns, isAnswered: true }) : finish(turns, nowMs);
    case 'played':
      return notePlayed(turns, happening, nowMs);
    case 'barge_in':
      return happening.turn === turns.turn && turns.state === 'speaking'
        ? interrupt(turns, happening.ms, nowMs)
        : stay(turns);
  }
}

function stay(turns: Turns, ...effects: Effect[]): Step {
  return { turns, effects };
}

function moveTo(turns: Turns, state: TalkState, ...effects: Effect[]): Step {
  return { turns: { ...turns, state }, effects: [...effects, { kind: 'state', state }] };
}

function startSpeech(turns: Turns, utterance: number): Step {
  if (utterance <= turns.utterance) return stay(turns);
  const pieces = [...turns.pieces, { utterance, text: null, endedAtMs: null }];
  const begun = { ...turns, utterance, pieces, isOver: false };
  switch (turns.state) {
    case 'speaking':
      // It may be a cough: a `barge_in` follows if it is none.
      return stay(begun);
    case 'listening':
      return stay(begun, { kind: 'stop_waiting' });
    case 'thinking': {
      // They had not finished.
      const patienceMs = Math.min(MOST_PATIENCE_MS, turns.patienceMs + MORE_PATIENCE_MS);
      const cancel = cancelOf(turns, null);
      return moveTo({ ...begun, patienceMs }, 'listening', cancel);
    }
  }
}

function endSpeech(
  turns: Turns,
  { utterance, held }: { utterance: number; held: boolean },
  nowMs: number,
): Step {
  if (!turns.pieces.some((piece) => piece.utterance === utterance && piece.endedAtMs === null)) {
    return stay(turns);
  }
  const pieces = turns.pieces.map((piece) =>
    piece.utterance === utterance ? { ...piece, endedAtMs: nowMs } : piece,
  );
  return stay({ ...turns, pieces, isOver: turns.isOver || held }, { kind: 'transcribe', utterance });
}

function dropSpeech(turns: Turns, utterance: number, nowMs: number): Step {
  const pieces = turns.pieces.filter((piece) => piece.utterance !== utterance);
  if (pieces.length === turns.pieces.length) return stay(turns);
  return settle({ ...turns, pieces }, nowMs, { kind: 'drop', utterance });
}

function understand(
  turns: Turns,
  { utterance, text }: { utterance: number; text: string },
  nowMs: number,
): Step {
  const said = text.trim();
  if (!turns.pieces.some((piece) => piece.utterance === utterance && piece.text === null)) return stay(turns);
  const pieces =
    said === ''
      ? turns.pieces.filter((piece) => piece.utterance !== utterance)
      : turns.pieces.map((piece) => (piece.utterance === utterance ? { ...piece, text: said } : piece));
  const known = { ...turns, pieces };
  // Nobody has said that it was spoken over, and yet it was.
  if (said !== '' && turns.state === 'speaking') return interrupt(known, turns.playedMs, nowMs);
  const caption: Effect = { kind: 'caption', turn: turns.turn, text: textOf(known), final: false };
  return settle(known, nowMs, ...(said === '' ? [] : [caption]));
}

function takeText(turns: Turns, { number, text }: { number: number; text: string }, nowMs: number): Step {
  const typed = text.trim();
  if (number <= turns.texts || typed === '') return stay(turns);
  const taken = { ...turns, texts: number };
  const add = (to: Turns): Turns => ({ ...to, isOver: true, typed: joined(to.typed, typed) });
  switch (turns.state) {
    case 'listening':
      return settle(add(taken), nowMs);
    case 'thinking':
      return then(
        { turns: { ...add(taken), state: 'listening' }, effects: [cancelOf(turns, null)] },
        (next) => settle(next, nowMs),
      );
    case 'speaking':
      return then(interrupt(taken, turns.playedMs, nowMs), (next) => settle(add(next), nowMs));
  }
}

function notePlayed(
  turns: Turns,
  { turn, ms, ended }: { turn: number; ms: number; ended: boolean },
  nowMs: number,
): Step {
  if (turn !== turns.turn || turns.state !== 'speaking') return stay(turns);
  const played = { ...turns, playedMs: Math.max(turns.playedMs, ms) };
  return ended && turns.isAnswered ? finish(played, nowMs) : stay(played);
}

/** The person has spoken over the answer: what they have said begins the next turn. */
function interrupt(turns: Turns, ms: number, nowMs: number): Step {
  const heardMs = Math.max(0, ms);
  const cut: Step = {
    turns: { ...nextTurn(turns), state: 'listening' },
    effects: [
      cancelOf(turns, heardMs),
      { kind: 'flush', turn: turns.turn },
      { kind: 'state', state: 'listening' },
    ],
  };
  return then(cut, (next) => settle(next, nowMs));
}

/** The answer is over, and was heard. */
function finish(turns: Turns, nowMs: number): Step {
  const patienceMs = Math.max(0, turns.patienceMs - LESS_PATIENCE_MS);
  const over: Step = moveTo({ ...nextTurn(turns), patienceMs }, 'listening');
  return then(over, (next) => settle(next, nowMs));
}

function nextTurn(turns: Turns): Turns {
  const pieces = turns.state === 'speaking' ? turns.pieces : [];
  return { ...turns, turn: turns.turn + 1, pieces, typed: '', asked: 0, isAnswered: false, playedMs: 0 };
}

function cancelOf({ turn, asked }: Turns, heardMs: number | null): Effect {
  return { kind: 'cancel', turn, attempt: asked, heardMs };
}

/** Asks, waits, or goes on listening: whatever the pieces say. */
function settle(turns: Turns, nowMs: number, ...before: Effect[]): Step {
  if (turns.state !== 'listening') return stay(turns, ...before);
  if (!isWhole(turns)) return stay(turns, ...before);
  const text = textOf(turns);
  if (text === '') return stay({ ...turns, isOver: false, pieces: [] }, ...before, { kind: 'stop_waiting' });
  const endsAtMs = turns.isOver ? nowMs : endOfTurn(turns, text);
  if (endsAtMs <= nowMs) return then(stay(turns, ...before), ask);
  return stay(turns, ...before, { kind: 'wait', untilMs: endsAtMs });
}

function endOfTurn({ pieces, patienceMs }: Turns, text: string): number {
  const silentSinceMs = Math.max(0, ...pieces.map(({ endedAtMs }) => endedAtMs ?? 0)) - SPEECH_END_SILENCE_MS;
  return pieces.length >= MAX_PIECES ? 0 : silentSinceMs + pauseFor(text, patienceMs);
}

function ask(turns: Turns): Step {
  const text = textOf(turns);
  if (text === '') return stay(turns);
  const attempt = turns.asked + 1;
  const asked = { ...turns, asked: attempt, isOver: false, isAnswered: false };
  return moveTo(
    asked,
    'thinking',
    { kind: 'stop_waiting' },
    { kind: 'caption', turn: turns.turn, text, final: true },
    { kind: 'ask', turn: turns.turn, attempt, text },
  );
}

/** Nobody is speaking, and all that was said is known. */
function isWhole({ pieces }: Turns): boolean {
  return pieces.every(({ text, endedAtMs }) => text !== null && endedAtMs !== null);
}

/** The last utterance up to which all are whole. */
export function wholeUtterances({ pieces, utterance }: Turns): number {
  const open = pieces.find(({ endedAtMs }) => endedAtMs === null);
  return open === undefined ? utterance : open.utterance - 1;
}

/**
 * The same conversation when all that was under way is lost: what was said and not understood is to be said again, a question is
 * asked again, an answer that was being spoken has ended where it was heard last.
 */
export function resumeTurns(turns: Turns, nowMs: number): Step {
  const lost = turns.pieces.find(({ text }) => text === null);
  const utterance = lost === undefined ? turns.utterance : lost.utterance - 1;
  // What was said behind it is said again with it.
  const kept = { ...turns, pieces: turns.pieces.filter((piece) => piece.utterance <= utterance), utterance };
  switch (turns.state) {
    case 'listening':
      return settle(kept, nowMs);
    case 'thinking':
      return then({ turns: { ...kept, state: 'listening' }, effects: [cancelOf(turns, null)] }, ask);
    case 'speaking':
      return interrupt(kept, turns.playedMs, nowMs);
  }
}

export function textOf({ pieces, typed }: Pick<Turns, 'pieces' | 'typed'>): string {
  return joined(...pieces.map(({ text }) => text ?? ''), typed);
}

function joined(...texts: readonly string[]): string {
  return texts.filter((text) => text !== '').join(' ');
}

function then({ turns, effects }: Step, next: (turns: Turns) => Step): Step {
  const after = next(turns);
  return { turns: after.turns, effects: [...effects, ...after.effects] };
}
