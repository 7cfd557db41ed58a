/** What each part of the chain costs in workerd, against the least that could do the same. */
import { bundleForWorkerd } from '../harness/bundle.ts';
import { formatNumber, formatSpread } from '../harness/format.ts';
import { createRequest, exchangeOnce } from '../harness/http-load.ts';
import type { Bench, Report } from '../harness/report.ts';
import { ratios, summarise } from '../harness/statistics.ts';
import { takeTurns } from '../harness/turns.ts';
import { startWorkerd } from '../harness/workerd.ts';

interface Part {
  name: string;
  what: string;
  floor: string;
  times: number;
  /** Bytes that one run goes through, for those that are better told in MB/s. */
  bytes?: number;
  peers?: string[];
}

/** 100 frames of 182 bytes, as `worker.ts` makes them. */
const STREAM_BYTES = 100 * 182;

const PARTS: readonly Part[] = [
  {
    name: 'signature',
    what: 'sign + verify, 4 KB body',
    floor: 'bare subtle.sign + subtle.verify',
    times: 300,
  },
  {
    name: 'replay-guard',
    what: 'spend a nonce',
    floor: 'a Durable Object call that does nothing',
    times: 200,
  },
  { name: 'breaker', what: 'admit + settle, closed circuit', floor: 'a look into a Map', times: 20_000 },
  {
    name: 'sse-decode',
    what: 'decode 100 frames',
    floor: 'eventsource-parser alone, no bound, no cancellation',
    times: 40,
    bytes: STREAM_BYTES,
    peers: ['openai'],
  },
  {
    name: 'sse-encode',
    what: 'encode 100 frames',
    floor: 'enqueue alone, no heartbeat',
    times: 40,
    bytes: STREAM_BYTES,
  },
  { name: 'intent', what: 'route one phrase', floor: 'normalise and lower-case it', times: 5_000 },
  {
    name: 'split',
    what: 'split a 20,000-character answer',
    floor: 'cut every 2,000 characters and encode',
    times: 40,
  },
  { name: 'tokens', what: 'estimate a 20,000-character answer', floor: 'look at every character', times: 60 },
];
const ROUNDS = { short: 3, full: 11 };

export const parts: Bench = {
  name: 'parts',
  title: 'Parts, each against its floor',
  async run({ form, say }) {
    const worker = await startWorkerd({
      script: await bundleForWorkerd('bench/parts/worker.ts'),
      durableObjects: { REPLAY_GUARD: 'ReplayGuard', EMPTY: 'Empty' },
    });
    const measure = async (path: string, times: number) => {
      const startedAt = performance.now();
      const request = createRequest('GET', `/${path}?n=${times}`, {});
      const { status } = await exchangeOnce(worker.port, request);
      if (status !== 200) throw new Error(`${path} answered ${status}`);
      return performance.now() - startedAt;
    };
    try {
      const measured = [];
      for (const part of PARTS) {
        say(`  ${part.name}…`);
        const contestants = ['libra', 'floor', ...(part.peers ?? [])];
        const results = await takeTurns({
          contestants,
          rounds: ROUNDS[form],
          async measure(contestant) {
            const path = `${part.name}/${contestant}`;
            const emptyMs = await measure(path, 0);
            const ms = await measure(path, part.times);
            return (Math.max(0, ms - emptyMs) * 1_000) / part.times;
          },
        });
        measured.push({ part, micros: Object.fromEntries(results) });
      }
      return toReport(measured);
    } finally {
      await worker.close();
    }
  },
};

function toReport(measured: { part: Part; micros: Record<string, number[]> }[]): Report {
  const of = (micros: Record<string, number[]>, who: string) => micros[who] ?? [];
  const rate = (part: Part, micros: readonly number[]) =>
    part.bytes === undefined ? '–' : formatNumber(part.bytes / summarise(micros).median);
  const rows = measured.flatMap(({ part, micros }) =>
    ['libra', 'floor', ...(part.peers ?? [])].map((who) => [
      who === 'libra'
        ? `**${part.what}**`
        : who === 'floor'
          ? `floor: ${part.floor}`
          : `${who} SDK's decoder`,
      formatSpread(summarise(of(micros, who))),
      rate(part, of(micros, who)),
      who === 'floor' ? '1' : formatNumber(summarise(ratios(of(micros, who), of(micros, 'floor'))).median),
    ]),
  );
  return {
    tables: [{ title: 'In workerd, one at a time', columns: ['part', 'µs', 'MB/s', '× its floor'], rows }],
    plots: [
      {
        file: 'parts.svg',
        plot: {
          kind: 'bars',
          title: 'What each part costs',
          unit: 'µs a run (median, quartiles)',
          bars: measured.map(({ part, micros }) => {
            const { median, q1, q3 } = summarise(of(micros, 'libra'));
            return { label: part.name, value: median, low: q1, high: q3 };
          }),
        },
      },
    ],
    goals: [],
    notes: [
      'A run of many is timed from outside (workerd stops the clock while code runs) and the time of an empty run is subtracted.',
      'The OpenAI SDK parses every frame as JSON while it decodes; Libra leaves that to whoever looks at a frame.',
    ],
    raw: { measured: measured.map(({ part, micros }) => ({ name: part.name, micros })) },
  };
}
