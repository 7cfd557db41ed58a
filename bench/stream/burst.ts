/** What a long answer costs whose frames all come at once: nothing but the work on them, one answer at a time. */
import { setTimeout as sleep } from 'node:timers/promises';
import { readFamilyCost } from '../harness/process-tree.ts';
import { sparing, takeTurns } from '../harness/turns.ts';
import { closeConnections, readStream } from './client.ts';
import type { Contestant } from './contestants.ts';
import type { Script } from './protocol.ts';

/** Between two answers, for what is done after the last byte. */
const PAUSE_MS = 10;
/** The same after the last one of a round, before its CPU is read. */
const SETTLE_MS = 200;

export interface BurstRound {
  /** Of each answer, milliseconds from the request to the end of the body. */
  wholeMs: number[];
  /** Milliseconds of CPU of the contestant's processes; NaN for direct. */
  cpuMsPerAnswer: number;
  /** Answers with a frame missing, doubled or misplaced, or without their end. */
  broken: number;
}

/** One entry a round; null where the contestant sat out. */
export interface Burst {
  name: string;
  rounds: (BurstRound | null)[];
}

export interface BurstOrder {
  deltas: number;
  answers: number;
  rounds: number;
  /** Runs in every other round only: no goal needs it. */
  isReference(contestant: Contestant): boolean;
}

export async function measureBursts(
  contestants: readonly Contestant[],
  { deltas, answers, rounds, isReference }: BurstOrder,
): Promise<Burst[]> {
  const results = await takeTurns({
    contestants,
    rounds,
    measure: sparing(isReference, (contestant) => runOneByOne(contestant, answers, { deltas, gapMs: 0 })),
  });
  return contestants.map((contestant) => ({
    name: contestant.name,
    rounds: results.get(contestant) ?? [],
  }));
}

async function runOneByOne(contestant: Contestant, answers: number, script: Script): Promise<BurstRound> {
  closeConnections();
  await sleep(SETTLE_MS);
  const before = readFamilyCost(contestant.pid);
  const wholeMs: number[] = [];
  let broken = 0;
  for (let index = 0; index < answers; index += 1) {
    const answer = await readStream(await contestant.prepare(script));
    const isWhole =
      answer.status === 200 &&
      answer.done &&
      answer.delaysMs.length === script.deltas &&
      answer.disordered === 0;
    if (isWhole) wholeMs.push(answer.wholeMs);
    else broken += 1;
    await sleep(PAUSE_MS);
  }
  await sleep(SETTLE_MS);
  const after = readFamilyCost(contestant.pid);
  const cpuMs = after === null || before === null ? Number.NaN : after.cpuMs - before.cpuMs;
  return { wholeMs, cpuMsPerAnswer: cpuMs / answers, broken };
}
