/** What moderation adds to the time until the first token, against the same chain without it. */
import { formatNumber } from '../harness/format.ts';
import { startRemoteStack } from '../harness/remote-stack.ts';
import type { Bench, Report } from '../harness/report.ts';
import { median, quantile } from '../harness/statistics.ts';
import { closeConnections } from '../stream/client.ts';
import { type Contestant, createLibra } from '../stream/contestants.ts';
import { measureFirstTokens } from '../stream/first-token.ts';
import { FIRST_TOKEN_MS, JUDGE_MS, startBenchProvider } from './provider.ts';

const FORMS = { short: { rounds: 2, streams: 5 }, full: { rounds: 8, streams: 20 } };
const PACE_MS = 500;

const OFF = 'Libra without moderation';
const NOTES = 'questions noted';
const BLOCKS = 'questions and answers blocked';

const VARS: Record<string, Record<string, string>> = {
  [OFF]: { MODERATION_MODEL: 'none' },
  [NOTES]: { MODERATION_MODEL: 'omni-moderation-latest', MODERATION_DEFAULT: 'all=note' },
  [BLOCKS]: { MODERATION_MODEL: 'omni-moderation-latest' },
};

export const moderation: Bench = {
  name: 'moderation',
  title: 'Moderation',
  async run({ form, say }) {
    const provider = await startBenchProvider();
    const opened: { close(): Promise<void> }[] = [provider];
    try {
      const contestants: Contestant[] = [];
      for (const [name, bffVars] of Object.entries(VARS)) {
        const stack = await startRemoteStack({ providerUrl: provider.url, bffVars });
        opened.push(stack);
        contestants.push(createLibra(stack, name, { pace_ms: PACE_MS }));
      }
      say(`  first token, one stream at a time: ${FORMS[form].rounds} × ${FORMS[form].streams} of each…`);
      const measured = await measureFirstTokens(contestants, FORMS[form]);
      return report(measured, provider.judged());
    } finally {
      closeConnections();
      for (const each of opened.toReversed()) await each.close();
    }
  },
};

/** `judged`: how many calls of the judge there were in all. */
function report(measured: { name: string; firstTokenMs: number[] }[], judged: number): Report {
  const of = (name: string) => measured.find((each) => each.name === name)?.firstTokenMs ?? [];
  const added = (name: string, p: number) => quantile(of(name), p) - quantile(of(OFF), p);
  const streams = of(NOTES).length + of(BLOCKS).length;
  if (judged < streams) throw new Error(`Only ${judged} of ${streams} streams were judged`);
  const p50 = Math.max(added(NOTES, 0.5), added(BLOCKS, 0.5));
  return {
    tables: [
      {
        title: `Time to the first token: a model of ${FIRST_TOKEN_MS} ms, a judge of ${JUDGE_MS} ms`,
        columns: ['who', 'p50 ms', 'p99 ms', 'added p50 ms', 'added p99 ms', 'streams'],
        rows: measured.map(({ name, firstTokenMs }) => [
          name,
          formatNumber(median(firstTokenMs)),
          formatNumber(quantile(firstTokenMs, 0.99)),
          ...(name === OFF ? ['–', '–'] : [formatNumber(added(name, 0.5)), formatNumber(added(name, 0.99))]),
          String(firstTokenMs.length),
        ]),
      },
    ],
    plots: [],
    goals: [
      {
        what: 'added time to the first token p50 ≤ 5 ms',
        met: p50 <= 5,
        seen: `${formatNumber(p50)} ms`,
      },
    ],
    notes: [
      `${judged} calls of the judge for ${streams} streams: one for a question that is noted, two or more where its answer is judged, too.`,
      'The judge is asked while the model is, so it adds its time only where it is slower than the first token.',
    ],
    raw: measured,
  };
}
