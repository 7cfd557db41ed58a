/** What grows when Libra is used for long, by many, and for long answers: latency and memory against each, one plot each. */
import { neon, neonConfig } from '@neondatabase/serverless';
import { formatNumber } from '../harness/format.ts';
import {
  endProcess,
  nextMessage,
  type StackOrder,
  startProcess,
  startRemoteStack,
} from '../harness/remote-stack.ts';
import type { Bench, Goal, Report, Table } from '../harness/report.ts';
import type { Summary } from '../harness/statistics.ts';
import { closeConnections } from '../stream/client.ts';
import { createLibra } from '../stream/contestants.ts';
import { DIMENSIONS, type Dimension, SEARCHED, type World, warmUp } from './dimensions.ts';
import type { Growth } from './measure.ts';

/** What uses one core up, and what is compared one by one, may cost time; nothing else. */
const MAY_GROW: readonly string[] = ['streams', 'chunks'];
const MOST_GROWTH = 1.2;

export const growth: Bench = {
  name: 'growth',
  title: 'Cost of growth',
  async run({ form, say }) {
    const provider = await startProcess('bench/stream/provider-process.ts');
    const { port } = await nextMessage<{ port: number }>(provider);
    const growths: Growth[] = [];
    const measure = async (dimensions: readonly Dimension[], world: World) => {
      await warmUp(world);
      for (const grow of dimensions) {
        const grown = await grow(world);
        say(`  ${grown.what}: done`);
        growths.push(grown);
      }
    };
    const onStack = async (order: Partial<StackOrder>, work: (world: World) => Promise<void>) => {
      const stack = await startRemoteStack({ ...order, providerUrl: `http://127.0.0.1:${port}/v1` });
      try {
        if (stack.database.fetchEndpoint !== undefined) {
          neonConfig.fetchEndpoint = stack.database.fetchEndpoint;
        }
        await work({ libra: createLibra(stack), sql: neon(stack.database.url), form });
      } finally {
        closeConnections();
        await stack.close();
      }
    };
    try {
      let lacksVectors = false;
      await onStack({}, async (world) => {
        lacksVectors = !(await hasVectors(world));
        await measure(lacksVectors ? DIMENSIONS : [...DIMENSIONS, ...SEARCHED], world);
      });
      if (lacksVectors) await onStack({ isEmbedded: true }, (world) => measure(SEARCHED, world));
      return toReport(growths, lacksVectors);
    } finally {
      await endProcess(provider);
    }
  },
};

async function hasVectors({ sql }: World): Promise<boolean> {
  const [row] = (await sql.query(`SELECT to_regtype('vector') IS NOT NULL AS has`)) as { has: boolean }[];
  return row?.has === true;
}

function toReport(growths: Growth[], isEmbedded: boolean): Report {
  return {
    tables: growths.map(
      ({ what, points }): Table => ({
        title: `Against ${what}`,
        columns: [what, 'first token ms', 'whole answer ms', 'workerd MB'],
        rows: points.map(({ x, firstTokenMs, wholeMs, memoryMb }) => [
          formatNumber(x),
          `${formatNumber(firstTokenMs.median)} (${formatNumber(firstTokenMs.q1)}–${formatNumber(firstTokenMs.q3)})`,
          `${formatNumber(wholeMs.median)} (${formatNumber(wholeMs.q1)}–${formatNumber(wholeMs.q3)})`,
          formatNumber(memoryMb),
        ]),
      }),
    ),
    plots: growths.map(({ name, what, unit, points }) => ({
      file: `growth-${name}.svg`,
      plot: {
        kind: 'lines' as const,
        title: `Against ${what}`,
        x: { label: unit, scale: 'log' as const },
        y: { label: 'ms (median, quartiles), MB', scale: 'log' as const },
        series: [
          { name: 'first token, ms', points: points.map((point) => toPoint(point.x, point.firstTokenMs)) },
          { name: 'whole answer, ms', points: points.map((point) => toPoint(point.x, point.wholeMs)) },
          { name: 'memory of workerd, MB', points: points.map(({ x, memoryMb }) => ({ x, y: memoryMb })) },
        ],
      },
    })),
    goals: growths.filter(({ name }) => !MAY_GROW.includes(name)).map(judge),
    notes: [
      ...growths.map(explain),
      ...(isEmbedded
        ? [
            'This PostgreSQL has no pgvector: what is searched was measured over PGlite, whose scans are slower.',
          ]
        : []),
    ],
    raw: { growths },
  };
}

function judge({ what, points }: Growth): Goal {
  const medians = points.map(({ firstTokenMs }) => firstTokenMs.median);
  const times = (medians.at(-1) ?? Number.NaN) / (medians[0] ?? Number.NaN);
  return {
    what: `the first token within ${MOST_GROWTH} × from the fewest ${what} to the most`,
    met: times <= MOST_GROWTH,
    seen: `${formatNumber(times)} ×`,
  };
}

function explain({ what, why, points }: Growth): string {
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined) return '';
  return `From ${formatNumber(first.x)} to ${formatNumber(last.x)} ${what}: first token ${formatNumber(first.firstTokenMs.median)} → ${formatNumber(last.firstTokenMs.median)} ms, memory ${formatNumber(first.memoryMb)} → ${formatNumber(last.memoryMb)} MB; ${why}.`;
}

function toPoint(x: number, { median, q1, q3 }: Summary) {
  return { x, y: median, low: q1, high: q3 };
}
