/** Many streams at once: how late each frame is, how long a whole answer takes, what a frame costs, whether any is lost. */
import { readFamilyCost } from '../harness/process-tree.ts';
import { median, ratios } from '../harness/statistics.ts';
import { sparing, takeTurns } from '../harness/turns.ts';
import { closeConnections, readStream } from './client.ts';
import { type Contestant, DIRECT, PORTKEY } from './contestants.ts';
import type { Script } from './protocol.ts';

export const GAP_MS = 20;
/** The streams of a level begin one after the other over this time; all of them run at once after it. */
const RAMP_MS = 1_500;
/** The round that only warms up is a short one. */
const WARM_UP_DELTAS = 16;

interface Round {
  firstTokenMs: number[];
  delaysMs: number[];
  wholeMs: number[];
  lostFrames: number;
  disordered: number;
  /** Streams that did not end with [DONE], or not with status 200. */
  brokenStreams: number;
  cpuMs: number;
  residentBytes: number;
}

export interface Level extends Round {
  name: string;
  streams: number;
  rounds: number;
  /** Medians over the rounds; the ratios are taken within each round. */
  cpuMsPer1000Frames: number;
  cpuToPortkey: number;
  wholeToDirect: number;
}

export interface LevelOrder {
  streams: number;
  rounds: number;
  deltas: number;
  /** Runs in every other round only: no goal needs it, and a round of it takes as long as any. */
  isReference(contestant: Contestant): boolean;
}

export async function measureLevel(contestants: readonly Contestant[], order: LevelOrder): Promise<Level[]> {
  const { streams, rounds, deltas, isReference } = order;
  const results = await takeTurns({
    contestants,
    rounds,
    measure: sparing(isReference, (contestant, round) =>
      runAtOnce(contestant, streams, { deltas: round < 0 ? WARM_UP_DELTAS : deltas, gapMs: GAP_MS }),
    ),
  });
  const of = (name: string) =>
    contestants.flatMap((each) => (each.name === name ? (results.get(each) ?? []) : []));
  return contestants.map(({ name }) => {
    const taken = of(name);
    return {
      name,
      streams,
      ...merge(taken.filter((round) => round !== null)),
      cpuMsPer1000Frames: medianOf(taken.map(cpuPer1000)),
      cpuToPortkey: medianOf(ratios(taken.map(cpuPer1000), of(PORTKEY).map(cpuPer1000))),
      wholeToDirect: medianOf(ratios(taken.map(wholeOf), of(DIRECT).map(wholeOf))),
    };
  });
}

async function runAtOnce(contestant: Contestant, streams: number, script: Script): Promise<Round> {
  closeConnections();
  const before = readFamilyCost(contestant.pid);
  const results = await Promise.all(
    Array.from({ length: streams }, async (_, index) => {
      await new Promise((resolve) => setTimeout(resolve, (index * RAMP_MS) / streams));
      return readStream(await contestant.prepare(script));
    }),
  );
  const after = readFamilyCost(contestant.pid);
  const frames = results.reduce((sum, { delaysMs }) => sum + delaysMs.length, 0);
  return {
    firstTokenMs: results.flatMap(({ firstTokenMs }) => firstTokenMs ?? []),
    delaysMs: results.flatMap(({ delaysMs }) => delaysMs),
    wholeMs: results.flatMap(({ done, wholeMs }) => (done ? [wholeMs] : [])),
    lostFrames: streams * script.deltas - frames,
    disordered: results.reduce((sum, each) => sum + each.disordered, 0),
    brokenStreams: results.filter(({ status, done }) => status !== 200 || !done).length,
    cpuMs: after === null || before === null ? Number.NaN : after.cpuMs - before.cpuMs,
    residentBytes: after?.residentBytes ?? Number.NaN,
  };
}

function merge(taken: readonly Round[]): Round & { rounds: number } {
  const sum = (pick: (round: Round) => number) => taken.reduce((total, round) => total + pick(round), 0);
  return {
    rounds: taken.length,
    firstTokenMs: taken.flatMap((round) => round.firstTokenMs),
    delaysMs: taken.flatMap((round) => round.delaysMs),
    wholeMs: taken.flatMap((round) => round.wholeMs),
    lostFrames: sum((round) => round.lostFrames),
    disordered: sum((round) => round.disordered),
    brokenStreams: sum((round) => round.brokenStreams),
    cpuMs: sum((round) => round.cpuMs),
    residentBytes: Math.max(...taken.map((round) => round.residentBytes)),
  };
}

function cpuPer1000(round: Round | null): number {
  return round === null ? Number.NaN : (1_000 * round.cpuMs) / round.delaysMs.length;
}

function wholeOf(round: Round | null): number {
  return medianOf(round?.wholeMs ?? []);
}

/** Of the rounds that were taken; NaN, shown as a dash, where there is none. */
function medianOf(values: readonly number[]): number {
  const finite = values.filter(Number.isFinite);
  return finite.length === 0 ? Number.NaN : median(finite);
}
