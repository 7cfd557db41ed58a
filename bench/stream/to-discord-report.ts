/** The cost of answers to Discord as a table, a plot and a goal. Pure. */
import { formatNumber, formatSpread } from '../harness/format.ts';
import type { Report } from '../harness/report.ts';
import { median, ratios, summariseKnown } from '../harness/statistics.ts';
import type { Script } from './protocol.ts';
import type { Answered, Run } from './to-discord.ts';

/** Of bff and llm, which verify, guard, look at every frame and remember, over two Workers that do nothing. */
const MOST_TO_FLOOR = 1.7;

export interface AnswersNames {
  libra: string;
  delivered: string;
  floor: string;
}

export function reportAnswers(
  measured: readonly Answered[],
  { answers, script }: { answers: number; script: Script },
  names: AnswersNames,
): Report {
  const of = (name: string) => measured.find(({ answerer }) => answerer.name === name);
  const floor = of(names.floor)?.atOnce.map(costOf) ?? [];
  const rows = measured.map(({ answerer, atOnce, alone }) => {
    const runs = atOnce.filter((run) => run !== null);
    const costs = atOnce.map(costOf);
    return {
      name: answerer.name,
      label: answerer.label,
      atOnce: summariseKnown(costs),
      toFloor: summariseKnown(ratios(costs, floor)),
      alone: summariseKnown(alone.map(costOf)),
      whole: summariseKnown(runs.flatMap((run) => run.answers.map(({ wholeMs }) => wholeMs))),
      broken: runs.flatMap((run) => run.answers).filter(({ whole }) => !whole).length,
      requests: summariseKnown(runs.flatMap((run) => run.answers.map((answer) => answer.requests))),
      rounds: runs.length,
    };
  });
  const row = (name: string) => rows.find((each) => each.name === name);
  const libra = row(names.libra);
  const ratio = libra?.toFloor ?? null;
  const delivered = row(names.delivered);

  return {
    tables: [
      {
        title: `Answer to Discord: ${answers} answers at once, ${script.deltas} deltas each, ${script.gapMs} ms apart`,
        columns: [
          'who',
          'CPU ms/answer',
          '× the floor that relays unseen',
          'CPU ms, one answer alone',
          'whole answer ms',
          'broken',
          'rounds',
        ],
        rows: rows.map((each) => [
          each.name,
          formatSpread(each.atOnce),
          formatSpread(each.toFloor),
          formatSpread(each.alone),
          formatSpread(each.whole),
          String(each.broken),
          String(each.rounds),
        ]),
      },
    ],
    plots: [
      {
        file: 'stream-to-discord.svg',
        plot: {
          kind: 'bars',
          title: `${answers} answers to Discord at once: CPU of a whole answer`,
          unit: 'ms of CPU an answer, quartiles over the rounds',
          bars: rows.map(({ label, atOnce }) => ({
            label,
            value: atOnce?.median ?? 0,
            ...(atOnce === null ? {} : { low: atOnce.q1, high: atOnce.q3 }),
          })),
          mark: {
            value: MOST_TO_FLOOR * (row(names.floor)?.atOnce?.median ?? 0),
            label: 'goal: bff and llm',
          },
        },
      },
    ],
    goals: [
      {
        what: `${answers} answers to Discord at once: CPU of bff and llm together at most ${MOST_TO_FLOOR} × that of the floor which relays unseen`,
        // A refusal costs little: only whole answers count.
        met: ratio !== null && ratio.median <= MOST_TO_FLOOR && libra?.broken === 0,
        seen: `${formatSpread(ratio)} ×, ${libra?.broken} answers broken`,
      },
    ],
    notes: [
      `With the delivery: a signed /chat, the bot's ReplyDelivery in the same workerd, ${formatNumber(delivered?.requests?.median ?? Number.NaN)} requests to the Discord stand-in an answer; what it costs more than bff and llm alone is the bot's. An answer's words are as long as a model's tokens (${script.deltas} are some ${formatNumber(script.deltas * 5)} characters).`,
      "Alone: one answer at a time in each process, those of several processes side by side. The kernel counts in steps of 10 ms. All of an answer's work counts, that after its last byte too.",
    ],
    raw: measured.map(({ answerer, atOnce, alone }) => ({
      name: answerer.name,
      atOnce: atOnce.map((run) => (run === null ? null : toRaw(run))),
      alone: alone.map(toRaw),
    })),
  };
}

function costOf(run: Run | null): number {
  return run?.cpuMsPerAnswer ?? Number.NaN;
}

function toRaw({ cpuMsPerAnswer, answers }: Run) {
  const whole = answers.map(({ wholeMs }) => wholeMs).filter(Number.isFinite);
  return {
    cpuMsPerAnswer,
    broken: answers.filter((answer) => !answer.whole).length,
    wholeMs: whole.length === 0 ? null : median(whole),
  };
}
