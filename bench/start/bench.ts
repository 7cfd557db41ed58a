/** What a cold isolate pays: how big each Worker is, and how much CPU and memory it takes until its first answer. */
import { readFileSync } from 'node:fs';
import { type BundleReport, reportBundle } from '../../dev/bundles.ts';
import { type Bundle, buildWorkers, type WorkerName } from '../../dev/stack/build.ts';
import { createTemporaryFolder } from '../../dev/stand-in/temporary-folder.ts';
import { formatBytes, formatNumber, formatSpread } from '../harness/format.ts';
import { createRequest, exchangeOnce } from '../harness/http-load.ts';
import { readProcessCost } from '../harness/process-cost.ts';
import type { Bench, Goal, Report } from '../harness/report.ts';
import { differences, median, type Summary, summarise } from '../harness/statistics.ts';
import { takeTurns } from '../harness/turns.ts';
import { startWorkerd } from '../harness/workerd.ts';

const EMPTY = 'an empty Worker';
const EMPTY_SCRIPT = 'export default { fetch: () => new Response("ok") };';
/** Each measurement is so many starts. */
const STARTS = 5;
const ROUNDS = { short: 2, full: 10 };
/** CPU milliseconds over an empty Worker. */
const MOST_CPU_MS: Partial<Record<WorkerName, number>> = { bot: 15, bff: 20, llm: 20 };

interface Start {
  cpuMs: number;
  wallMs: number;
  peakBytes: number;
}

export const start: Bench = {
  name: 'start',
  title: 'Bundles and start',
  async run({ form, say }) {
    const { path: folder, remove } = createTemporaryFolder('libra-bench-build-');
    try {
      const bundles = await buildWorkers(folder);
      const reports = bundles.map(reportBundle);
      const scripts = new Map([
        [EMPTY, EMPTY_SCRIPT],
        ...bundles.map(
          ({ worker, scriptPath }) => [worker as string, readFileSync(scriptPath, 'utf8')] as const,
        ),
      ]);
      const classes = new Map(bundles.map((bundle) => [bundle.worker as string, classesOf(bundle)]));
      say(`  ${ROUNDS[form]} rounds of ${STARTS} starts each…`);
      const results = await takeTurns({
        contestants: [...scripts.keys()],
        rounds: ROUNDS[form],
        measure: (name) => startOften(scripts.get(name) ?? '', classes.get(name) ?? {}),
      });
      return toReport(reports, results);
    } finally {
      remove();
    }
  },
};

/** Of the Worker's own Durable Objects, which workerd looks for among its exports. All other bindings are absent: the first request fails on its settings, quickly. */
function classesOf({ config }: Bundle): Record<string, string> {
  const designators = Object.entries(config.options.durableObjects ?? {});
  return Object.fromEntries(
    designators.flatMap(([binding, designator]): [string, string][] => {
      if (typeof designator === 'string') return [[binding, designator]];
      return designator.scriptName === undefined ? [[binding, designator.className]] : [];
    }),
  );
}

async function startOften(script: string, durableObjects: Record<string, string>): Promise<Start> {
  const starts: Start[] = [];
  for (let index = 0; index < STARTS; index += 1) {
    const startedAt = performance.now();
    const worker = await startWorkerd({ script, durableObjects });
    await exchangeOnce(worker.port, createRequest('GET', '/health', {}));
    const wallMs = performance.now() - startedAt;
    const cost = readProcessCost(worker.pid);
    starts.push({ cpuMs: cost?.cpuMs ?? Number.NaN, wallMs, peakBytes: cost?.peakBytes ?? Number.NaN });
    await worker.close();
  }
  const sum = (pick: (each: Start) => number) => starts.reduce((total, each) => total + pick(each), 0);
  return {
    cpuMs: sum((each) => each.cpuMs) / STARTS,
    wallMs: sum((each) => each.wallMs) / STARTS,
    peakBytes: sum((each) => each.peakBytes) / STARTS,
  };
}

function toReport(reports: BundleReport[], results: ReadonlyMap<string, Start[]>): Report {
  const empty = results.get(EMPTY) ?? [];
  const against = (starts: readonly Start[], pick: (each: Start) => number) =>
    summarise(differences(starts.map(pick), empty.map(pick)));
  const measured = reports.map((report) => {
    const starts = results.get(report.worker) ?? [];
    return {
      report,
      cpu: against(starts, ({ cpuMs }) => cpuMs),
      wall: against(starts, ({ wallMs }) => wallMs),
      memory: against(starts, ({ peakBytes }) => peakBytes / 1e6),
    };
  });
  return {
    tables: [
      {
        title: 'Each Worker, over an empty one in a workerd of its own',
        columns: ['Worker', 'raw', 'gzip', 'CPU ms', 'wall ms', 'memory MB', 'largest parts'],
        rows: measured.map(({ report, cpu, wall, memory }) => [
          report.worker,
          formatBytes(report.bytes),
          formatBytes(report.gzipBytes),
          formatSpread(cpu),
          formatSpread(wall),
          formatNumber(memory.median),
          report.packages
            .slice(0, 3)
            .map(([name, bytes]) => `${name} ${formatBytes(bytes)}`)
            .join(', '),
        ]),
      },
    ],
    plots: [
      {
        file: 'bundles.svg',
        plot: {
          kind: 'bars',
          title: 'Bundles, gzipped',
          unit: 'kB',
          bars: reports.map(({ worker, gzipBytes }) => ({ label: worker, value: gzipBytes / 1e3 })),
        },
      },
    ],
    goals: measured.flatMap(({ report: { worker }, cpu }) => judge(worker, cpu)),
    notes: [
      `A start is a new workerd process up to its first answer; an empty Worker takes ${formatNumber(median(empty.map(({ cpuMs }) => cpuMs)))} ms of CPU and ${formatNumber(median(empty.map(({ peakBytes }) => peakBytes / 1e6)))} MB, which are subtracted round by round.`,
    ],
    raw: { bundles: reports, starts: Object.fromEntries(results) },
  };
}

function judge(worker: WorkerName, { median: cpuMs }: Summary): Goal[] {
  const most = MOST_CPU_MS[worker];
  if (most === undefined) return [];
  const what = `${worker}: at most ${most} ms of CPU over an empty Worker`;
  return [{ what, met: cpuMs <= most, seen: `${formatNumber(cpuMs)} ms` }];
}
