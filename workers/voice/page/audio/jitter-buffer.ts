/**
 * The audio that has arrived and has not been heard yet. Playback of a turn begins when a little is there, so that a late
 * frame is not heard as a gap; each gap that is heard makes that reserve larger. Counts to the sample what has been played.
 * Pure: runs in the audio worklet, which pulls.
 */
export type PlaybackReport =
  /** The first sample of the turn is heard. */
  | { kind: 'started'; turn: number }
  /** Now and then while something is heard. */
  | { kind: 'position'; turn: number; samples: number }
  /** All of it has been heard. */
  | { kind: 'ended'; turn: number; samples: number }
  /** Playback stands still there. `turn` 0: nothing was being played. */
  | { kind: 'held'; turn: number; samples: number }
  /** The rest has been thrown away. */
  | { kind: 'flushed'; turn: number; samples: number };

interface Turn {
  number: number;
  pieces: Int16Array[];
  /** Samples that have been played, or were never sent. */
  played: number;
  /** The place behind the newest sample. */
  filled: number;
  /** How many there are in all; null: more may come. */
  total: number | null;
  started: boolean;
  /** Waits until there is a reserve again. */
  waiting: boolean;
  /** How much of the first piece has been played. */
  offset: number;
}

const LEAST_RESERVE_SECONDS = 0.12;
const MOST_RESERVE_SECONDS = 0.6;
const REPORTS_A_SECOND = 10;

export interface JitterBuffer {
  push(turn: number, first: number, samples: Int16Array): void;
  /** No more comes for the turn. */
  end(turn: number, total: number): void;
  /** Stops where playback is, or goes on. */
  hold(held: boolean): void;
  /** Throws away what is there of this turn and the ones before it; `over`: also what still comes of them. */
  flush(turn: number, over: boolean): void;
  /** Fills `out` with what is heard next. */
  pull(out: Float32Array): void;
}

export function createJitterBuffer(rate: number, report: (what: PlaybackReport) => void): JitterBuffer {
  const turns: Turn[] = [];
  let reserve = LEAST_RESERVE_SECONDS * rate;
  let held = false;
  let wasHeld = false;
  let flushedUpTo = 0;
  /** Is faded out with the next block, then gone. */
  let fading: Turn | null = null;
  let sinceReport = 0;

  function turnOf(number: number): Turn | null {
    if (number <= flushedUpTo) return null;
    const known = turns.find((turn) => turn.number === number);
    if (known !== undefined) return known;
    const newest = turns.at(-1);
    // Turns are spoken in their order; one that is over does not begin again.
    if (newest !== undefined && number < newest.number) return null;
    // Nobody says when an answer ends that was thrown away.
    while (turns[0]?.total === null && turns[0].pieces.length === 0) turns.shift();
    const turn = emptyTurn(number);
    turns.push(turn);
    return turn;
  }

  /** Copies what is there of the turn, and gives how much that was. */
  function take(turn: Turn, out: Float32Array, start: number): number {
    let at = start;
    while (at < out.length && turn.pieces.length > 0) {
      const piece = turn.pieces[0] ?? new Int16Array();
      const count = Math.min(out.length - at, piece.length - turn.offset);
      for (let index = 0; index < count; index += 1)
        out[at + index] = (piece[turn.offset + index] ?? 0) / 32_768;
      at += count;
      turn.offset += count;
      if (turn.offset === piece.length) {
        turn.pieces.shift();
        turn.offset = 0;
      }
    }
    turn.played += at - start;
    return at - start;
  }

  function tellPosition(turn: Turn, count: number) {
    sinceReport += count;
    if (sinceReport < rate / REPORTS_A_SECOND) return;
    sinceReport = 0;
    report({ kind: 'position', turn: turn.number, samples: turn.played });
  }

  function finish(turn: Turn) {
    turns.shift();
    flushedUpTo = Math.max(flushedUpTo, turn.number);
    if (!turn.waiting) reserve = Math.max(LEAST_RESERVE_SECONDS * rate, reserve * 0.8);
    report({ kind: 'ended', turn: turn.number, samples: turn.played });
  }

  /** Plays on from `at`; false when nothing more can be played now. */
  function playFirst(out: Float32Array, at: number): number {
    const turn = turns[0];
    if (turn === undefined) return 0;
    const isWhole = turn.total !== null && turn.filled >= turn.total;
    if (turn.waiting && turn.filled - turn.played < reserve && !isWhole) return 0;
    turn.waiting = false;
    const count = take(turn, out, at);
    if (count > 0 && !turn.started) {
      turn.started = true;
      report({ kind: 'started', turn: turn.number });
    }
    tellPosition(turn, count);
    if (turn.pieces.length > 0) return count;
    if (isWhole) {
      finish(turn);
      return count + playFirst(out, at + count);
    }
    turn.waiting = true;
    // The gap has been heard: be more careful from here on.
    if (turn.started) reserve = Math.min(MOST_RESERVE_SECONDS * rate, reserve * 1.5);
    return count;
  }

  return {
    push(number, first, samples) {
      const turn = turnOf(number);
      if (turn === null) return;
      // After a lost connection some of it comes twice.
      const known = Math.max(0, turn.filled - first);
      if (known >= samples.length) return;
      // What lies between has never been sent.
      if (first > turn.filled) turn.played += first - turn.filled;
      turn.pieces.push(samples.subarray(known));
      turn.filled = first + samples.length;
    },
    end(number, total) {
      const turn = turnOf(number);
      if (turn === null) return;
      turn.total = total;
      // Without any audio there is nothing to be pulled that would end it.
      if (turns[0] === turn && turn.pieces.length === 0 && turn.filled >= total) finish(turn);
    },
    hold(wanted) {
      held = wanted;
    },
    flush(number, over) {
      if (over) flushedUpTo = Math.max(flushedUpTo, number);
      while ((turns[0]?.number ?? Number.POSITIVE_INFINITY) <= number) {
        const turn = turns.shift();
        if (turn === undefined) return;
        if (turn.started && !wasHeld) fading = turn;
        else report({ kind: 'flushed', turn: turn.number, samples: turn.played });
        if (turn.number < number || over || turn.total !== null) continue;
        // What comes now is of another wording, and its place is behind this one's.
        turns.unshift({ ...emptyTurn(number), played: turn.filled, filled: turn.filled });
        return;
      }
    },
    pull(out) {
      out.fill(0);
      if (fading !== null) {
        take(fading, out, 0);
        ramp(out, 1, 0);
        report({ kind: 'flushed', turn: fading.number, samples: fading.played });
        fading = null;
        return;
      }
      const goesQuiet = held && !wasHeld;
      const comesBack = !held && wasHeld;
      if (!held || goesQuiet) playFirst(out, 0);
      // An edge within a wave is a click.
      if (goesQuiet) ramp(out, 1, 0);
      if (comesBack) ramp(out, 0, 1);
      wasHeld = held;
      if (!goesQuiet) return;
      const turn = turns[0];
      report({ kind: 'held', turn: turn?.number ?? 0, samples: turn?.played ?? 0 });
    },
  };
}

function emptyTurn(number: number): Turn {
  return { number, pieces: [], played: 0, filled: 0, total: null, started: false, waiting: true, offset: 0 };
}

function ramp(out: Float32Array, from: number, to: number) {
  out.forEach((sample, index) => {
    out[index] = sample * (from + ((to - from) * index) / out.length);
  });
}
