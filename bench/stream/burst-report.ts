/** Answers whose frames all come at once as a table and a goal. Pure. */
import { formatNumber, formatSpread } from '../harness/format.ts';
import type { Report } from '../harness/report.ts';
import { median, ratios, summariseKnown } from '../harness/statistics.ts';
import type { Burst, BurstRound } from './burst.ts';

/** No frame waits for the next one here: what is above the floor is work, on the frames and around them. */
const MOST_TO_FLOOR = 1.3;

export interface BurstNames {
  libra: string;
  floor: string;
}

export function reportBursts(
  measured: readonly Burst[],
  { deltas }: { deltas: number },
  names: BurstNames,
): Report {
  const floor = measured.find(({ name }) => name === names.floor)?.rounds ?? [];
  const rows = measured.map(({ name, rounds }) => {
    const taken = rounds.filter((round) => round !== null);
    return {
      name,
      whole: summariseKnown(taken.flatMap(({ wholeMs }) => wholeMs)),
      wholeToFloor: summariseKnown(ratios(rounds.map(wholeOf), floor.map(wholeOf))),
      cpu: summariseKnown(rounds.map(cpuOf)),
      cpuToFloor: summariseKnown(ratios(rounds.map(cpuOf), floor.map(cpuOf))),
      broken: taken.reduce((sum, each) => sum + each.broken, 0),
      rounds: taken.length,
    };
  });
  const libra = rows.find(({ name }) => name === names.libra);
  const ratio = libra?.wholeToFloor ?? null;
  const count = formatNumber(deltas);

  return {
    tables: [
      {
        title: `${count} deltas at once: the provider writes all of an answer as fast as it can, one stream at a time`,
        columns: [
          'who',
          'whole answer p50 ms',
          '× the floor that relays unseen',
          'CPU ms/answer',
          "CPU × the floor's",
          'broken',
          'rounds',
        ],
        rows: rows.map((each) => [
          each.name,
          formatSpread(each.whole),
          formatSpread(each.wholeToFloor),
          formatSpread(each.cpu),
          formatSpread(each.cpuToFloor),
          String(each.broken),
          String(each.rounds),
        ]),
      },
    ],
    plots: [],
    goals: [
      {
        what: `${count} deltas at once: a whole answer takes at most ${MOST_TO_FLOOR} × as long as from the floor that relays unseen`,
        // A refusal is quick: only whole answers count.
        met: ratio !== null && ratio.median <= MOST_TO_FLOOR && libra?.broken === 0,
        seen: `${formatSpread(ratio)} ×, ${libra?.broken} answers broken; CPU ${formatSpread(libra?.cpuToFloor ?? null)} ×`,
      },
    ],
    notes: [
      `${count} deltas at once: the provider and the client, who share the machine's cores, have their own work with so many frames; direct shows how much of a whole answer is theirs.`,
    ],
    raw: measured.map(({ name, rounds }) => ({ name, rounds })),
  };
}

/** NaN where the contestant sat out, or no answer of the round was whole. */
function wholeOf(round: BurstRound | null): number {
  return round === null || round.wholeMs.length === 0 ? Number.NaN : median(round.wholeMs);
}

function cpuOf(round: BurstRound | null): number {
  return round?.cpuMsPerAnswer ?? Number.NaN;
}
