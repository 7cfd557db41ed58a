/** Where somebody speaks: a sound is split at its silences. Pure. */
export interface Segment {
  /** Seconds from the start of the sound. */
  start: number;
  end: number;
  samples: Float32Array;
}

const FRAME_SEC = 0.02;
/** A pause within a sentence is shorter. */
const SILENCE_SEC = 0.5;
/** Kept around speech: consonants begin and end softly. */
const MARGIN_SEC = 0.15;
const SHORTEST_SEC = 0.1;
/** What Moonshine hears in one piece without losing the thread. */
const LONGEST_SEC = 20;
/** Speech is louder than this part of the loudest frames… */
const RELATIVE_LEVEL = 0.06;
/** …and than this, or there is none at all. */
const LEAST_LEVEL = 0.003;

export function splitAtSilence(samples: Float32Array, sampleRate: number): Segment[] {
  const size = Math.round(sampleRate * FRAME_SEC);
  const levels = measure(samples, size);
  const loudest = levels.toSorted().at(Math.floor(levels.length * 0.95)) ?? 0;
  const threshold = Math.max(LEAST_LEVEL, loudest * RELATIVE_LEVEL);
  return findRuns(levels, threshold)
    .filter(([first, last]) => (last - first + 1) * FRAME_SEC >= SHORTEST_SEC)
    .flatMap((run) => limitRun(run, levels))
    .map(([first, last]) => cut(samples, sampleRate, first * FRAME_SEC, (last + 1) * FRAME_SEC));
}

/** First and last frame. */
type Run = readonly [number, number];

function measure(samples: Float32Array, size: number): Float32Array {
  return Float32Array.from({ length: Math.ceil(samples.length / size) }, (_, frame) => {
    const part = samples.subarray(frame * size, (frame + 1) * size);
    return Math.sqrt(part.reduce((sum, sample) => sum + sample * sample, 0) / part.length);
  });
}

function findRuns(levels: Float32Array, threshold: number): Run[] {
  const runs: Run[] = [];
  for (const [frame, level] of levels.entries()) {
    if (level < threshold) continue;
    const last = runs.at(-1);
    if (last !== undefined && (frame - last[1]) * FRAME_SEC <= SILENCE_SEC)
      runs[runs.length - 1] = [last[0], frame];
    else runs.push([frame, frame]);
  }
  return runs;
}

/** Cuts a run that is too long at the quietest frame of the second half of what fits. */
function limitRun([first, last]: Run, levels: Float32Array): Run[] {
  const runs: Run[] = [];
  const most = LONGEST_SEC / FRAME_SEC;
  let start = first;
  while (last - start + 1 > most) {
    let quietest = start + most / 2;
    for (let frame = quietest; frame < start + most; frame += 1) {
      if ((levels[frame] ?? 0) < (levels[quietest] ?? 0)) quietest = frame;
    }
    runs.push([start, quietest]);
    start = quietest + 1;
  }
  return [...runs, [start, last]];
}

function cut(samples: Float32Array, sampleRate: number, from: number, to: number): Segment {
  const start = Math.max(0, from - MARGIN_SEC);
  const end = Math.min(samples.length / sampleRate, to + MARGIN_SEC);
  return { start, end, samples: samples.slice(Math.floor(start * sampleRate), Math.ceil(end * sampleRate)) };
}
