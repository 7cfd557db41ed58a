/** The levels of streams at once as a table, a plot and goals. Pure. */
import { formatNumber } from '../harness/format.ts';
import type { Goal, Report } from '../harness/report.ts';
import { quantile } from '../harness/statistics.ts';
import { GAP_MS, type Level } from './at-once.ts';
import { DIRECT, LIBRA, PORTKEY } from './contestants.ts';

/** A frame that comes when the next one is due already is late. */
const LATE_MS = GAP_MS;
const MOST_WHOLE_TO_DIRECT = 1.1;

/** `busy`: the numbers of streams at which a frame's cost and a whole answer's time have goals. */
export function reportLevels(levels: readonly Level[], busy: readonly number[]): Report {
  const at = (name: string, streams: number) =>
    levels.find((level) => level.name === name && level.streams === streams);
  const counts = [...new Set(levels.map(({ streams }) => streams))];
  const delay = (name: string, streams: number, p: number) =>
    quantileOf(at(name, streams)?.delaysMs ?? [], p);
  const addedDelay = (name: string, streams: number) =>
    delay(name, streams, 0.99) - delay(DIRECT, streams, 0.99);
  const least = Math.min(...counts);
  const biggest = at(LIBRA, Math.max(...counts));
  const oneAdded = addedDelay(LIBRA, least);

  return {
    tables: [
      {
        title: `Streams at once: deltas ${GAP_MS} ms apart, delay of each frame from the provider's write to the client`,
        columns: [
          'at once',
          'who',
          'p50 ms',
          'p99 ms',
          'added p99 ms',
          'late',
          'lost',
          'broken',
          'whole answer × direct',
          'CPU ms/1,000 frames',
          "CPU × Portkey's",
          'memory MB',
          'rounds',
        ],
        rows: levels.map((level) => [
          String(level.streams),
          level.name,
          formatNumber(quantileOf(level.delaysMs, 0.5)),
          formatNumber(quantileOf(level.delaysMs, 0.99)),
          level.name === DIRECT ? '–' : formatNumber(addedDelay(level.name, level.streams)),
          `${formatNumber((100 * level.delaysMs.filter((ms) => ms > LATE_MS).length) / level.delaysMs.length)} %`,
          String(level.lostFrames),
          String(level.brokenStreams),
          formatNumber(level.wholeToDirect),
          formatNumber(level.cpuMsPer1000Frames),
          formatNumber(level.cpuToPortkey),
          formatNumber(level.residentBytes / 1e6),
          String(level.rounds),
        ]),
      },
    ],
    plots: [
      {
        file: 'stream-delay.svg',
        plot: {
          kind: 'lines',
          title: 'Frame delay (p99) against streams at once',
          x: { label: 'streams at once', scale: 'log' },
          y: { label: 'ms from provider to client, p99', scale: 'log' },
          series: [...new Set(levels.map(({ name }) => name))].map((name) => ({
            name,
            // Not everybody takes part at every level.
            points: counts
              .map((streams) => ({ x: streams, y: delay(name, streams, 0.99) }))
              .filter(({ y }) => Number.isFinite(y)),
          })),
        },
      },
    ],
    goals: [
      {
        what: 'frame delay p99 ≤ 1 ms over direct at one stream',
        met: oneAdded <= 1,
        seen: `${formatNumber(oneAdded)} ms`,
      },
      ...busy.map((streams) => cpuGoal(streams, at(LIBRA, streams), at(PORTKEY, streams))),
      ...busy.map((streams) => wholeGoal(streams, at(LIBRA, streams))),
      {
        what: `${biggest?.streams} streams at once with nothing lost`,
        met: biggest !== undefined && biggest.lostFrames + biggest.brokenStreams + biggest.disordered === 0,
        seen: `${biggest?.lostFrames} frames lost, ${biggest?.brokenStreams} streams broken of ${biggest?.firstTokenMs.length}`,
      },
    ],
    notes: [
      `Late: a frame that arrives when the next one is due already (${LATE_MS} ms). CPU and memory are those of the workerd process that runs the Workers (the bot idles in it), and of the gateways' processes.`,
      'CPU and whole answers are medians over the rounds, their ratios are taken round by round; delays are those of all rounds together.',
    ],
    // Tens of thousands of single delays would only fill the repository: their quantiles are kept.
    raw: levels.map(({ delaysMs, wholeMs, ...level }) => ({
      ...level,
      delays: quantiles(delaysMs),
      whole: quantiles(wholeMs),
    })),
  };
}

function cpuGoal(streams: number, libra: Level | undefined, portkey: Level | undefined): Goal {
  const ratio = libra?.cpuToPortkey ?? Number.NaN;
  return {
    what: `${streams} streams at once: CPU per 1,000 frames at most Portkey's`,
    met: ratio <= 1,
    seen: `${formatNumber(ratio)} ×; ${formatNumber(libra?.cpuMsPer1000Frames ?? Number.NaN)} and ${formatNumber(portkey?.cpuMsPer1000Frames ?? Number.NaN)} ms`,
  };
}

function wholeGoal(streams: number, libra: Level | undefined): Goal {
  const ratio = libra?.wholeToDirect ?? Number.NaN;
  return {
    what: `${streams} streams at once: a whole answer takes at most ${MOST_WHOLE_TO_DIRECT} × as long as straight from the provider`,
    met: ratio <= MOST_WHOLE_TO_DIRECT,
    seen: `${formatNumber(ratio)} ×`,
  };
}

/** NaN, shown as a dash, where nothing arrived at all. */
function quantileOf(sample: readonly number[], p: number): number {
  return sample.length === 0 ? Number.NaN : quantile(sample, p);
}

function quantiles(sample: readonly number[]): Record<string, number> {
  return Object.fromEntries([0, 0.25, 0.5, 0.75, 0.9, 0.99, 0.999, 1].map((p) => [p, quantileOf(sample, p)]));
}
