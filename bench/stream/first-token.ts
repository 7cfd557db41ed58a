/** What is added to the time until the first token, one stream at a time. */
import { formatNumber } from '../harness/format.ts';
import type { Report } from '../harness/report.ts';
import { median, quantile } from '../harness/statistics.ts';
import { takeTurns } from '../harness/turns.ts';
import { closeConnections, readStream } from './client.ts';
import { type Contestant, DIRECT, LIBRA, PORTKEY } from './contestants.ts';

const SCRIPT = { deltas: 3, gapMs: 1 };

interface FirstTokens {
  name: string;
  firstTokenMs: number[];
}

export async function measureFirstTokens(
  contestants: readonly Contestant[],
  { rounds, streams }: { rounds: number; streams: number },
): Promise<FirstTokens[]> {
  const results = await takeTurns({
    contestants,
    rounds,
    measure: (contestant) => runOneByOne(contestant, streams),
  });
  return contestants.map((contestant) => ({
    name: contestant.name,
    firstTokenMs: (results.get(contestant) ?? []).flat(),
  }));
}

async function runOneByOne(contestant: Contestant, count: number): Promise<number[]> {
  closeConnections();
  const seen: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const { status, done, firstTokenMs } = await readStream(await contestant.prepare(SCRIPT));
    if (!done) throw new Error(`${contestant.name} answered ${status} without an end`);
    if (firstTokenMs !== null) seen.push(firstTokenMs);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return seen;
}

export function reportFirstTokens(measured: readonly FirstTokens[]): Report {
  const of = (name: string) => measured.find((each) => each.name === name)?.firstTokenMs ?? [];
  const added = (sample: readonly number[], p: number) => quantile(sample, p) - quantile(of(DIRECT), p);
  const addedByPortkey = added(of(PORTKEY), 0.5);
  const [p50, p99] = [added(of(LIBRA), 0.5), added(of(LIBRA), 0.99)];
  return {
    tables: [
      {
        title: 'Time to the first token, one stream at a time',
        columns: [
          'who',
          'p50 ms',
          'p99 ms',
          'added p50 ms',
          'added p99 ms',
          "added p50 × Portkey's",
          'streams',
        ],
        rows: measured.map(({ name, firstTokenMs }) => [
          name,
          formatNumber(median(firstTokenMs)),
          formatNumber(quantile(firstTokenMs, 0.99)),
          ...(name === DIRECT
            ? ['–', '–', '–']
            : [
                formatNumber(added(firstTokenMs, 0.5)),
                formatNumber(added(firstTokenMs, 0.99)),
                formatNumber(added(firstTokenMs, 0.5) / addedByPortkey),
              ]),
          String(firstTokenMs.length),
        ]),
      },
    ],
    plots: [],
    goals: [
      {
        what: 'added time to the first token p50 ≤ 5 ms',
        met: p50 <= 5,
        seen: `${formatNumber(p50)} ms, ${formatNumber(p50 / addedByPortkey)} × Portkey's`,
      },
      {
        what: 'added time to the first token p99 ≤ 15 ms',
        met: p99 <= 15,
        seen: `${formatNumber(p99)} ms`,
      },
    ],
    notes: [],
    raw: measured,
  };
}
