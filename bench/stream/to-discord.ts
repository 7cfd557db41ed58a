/** What a whole answer to Discord costs in CPU: many at once, and one alone. */
import { setTimeout as sleep } from 'node:timers/promises';
import { readProcessCost } from '../harness/process-cost.ts';
import { sparing, takeTurns } from '../harness/turns.ts';
import type { Answer, Answerer } from './answerers.ts';
import { closeConnections } from './client.ts';
import type { Script } from './protocol.ts';

const RAMP_MS = 500;
/** What is done once the last byte has gone (settling, remembering, the last edit) is a part of the answer. */
const SETTLE_MS = 300;
/** The round that only warms up is a short one. */
const WARM_UP_DELTAS = 40;

export interface Run {
  /** Milliseconds of CPU of the contestant's process. */
  cpuMsPerAnswer: number;
  answers: Answer[];
}

/** One entry a round; null where the contestant sat out. */
export interface Answered {
  answerer: Answerer;
  atOnce: (Run | null)[];
  alone: Run[];
}

export interface AnswersOrder {
  script: Script;
  answers: number;
  rounds: number;
  aloneRounds: number;
  /** Runs in every other round only: no goal needs it, and a round of it takes as long as any. */
  isReference(answerer: Answerer): boolean;
  say(line: string): void;
}

export async function measureAnswers(
  answerers: readonly Answerer[],
  order: AnswersOrder,
): Promise<Answered[]> {
  const { script, answers, rounds, aloneRounds, isReference, say } = order;
  say(`  ${answers} answers of ${script.deltas} deltas to Discord at once: ${rounds} rounds…`);
  const atOnce = await takeTurns({
    contestants: answerers,
    rounds,
    measure: sparing(isReference, (answerer, round) =>
      run(answerer, answers, round < 0 ? { ...script, deltas: WARM_UP_DELTAS } : script),
    ),
  });
  say(`  one such answer alone: ${aloneRounds} rounds…`);
  const alone = new Map<Answerer, Run[]>(answerers.map((each) => [each, []]));
  for (let round = 0; round < aloneRounds; round += 1) {
    for (const group of groupByProcess(answerers)) {
      // Alone in their processes, at the same time on the machine: one after the other they would take a minute a round.
      await Promise.all(
        group.map(async (answerer) => alone.get(answerer)?.push(await run(answerer, 1, script))),
      );
    }
  }
  return answerers.map((answerer) => ({
    answerer,
    atOnce: atOnce.get(answerer) ?? [],
    alone: alone.get(answerer) ?? [],
  }));
}

async function run(answerer: Answerer, count: number, script: Script): Promise<Run> {
  closeConnections();
  await sleep(SETTLE_MS);
  const before = readProcessCost(answerer.pid);
  const answers = await Promise.all(
    Array.from({ length: count }, async (_, index) => {
      await sleep((index * RAMP_MS) / count);
      return answerer.answer(script);
    }),
  );
  await sleep(SETTLE_MS);
  const after = readProcessCost(answerer.pid);
  const cpuMs = after === null || before === null ? Number.NaN : after.cpuMs - before.cpuMs;
  return { cpuMsPerAnswer: cpuMs / count, answers };
}

/** Groups in which nobody shares a process with another, so that each one's CPU is its own. */
function groupByProcess(answerers: readonly Answerer[]): Answerer[][] {
  const groups: Answerer[][] = [];
  for (const answerer of answerers) {
    const group = groups.find((members) => members.every(({ pid }) => pid !== answerer.pid));
    if (group === undefined) groups.push([answerer]);
    else group.push(answerer);
  }
  return groups;
}
