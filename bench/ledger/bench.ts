/** What operators ask of a ledger of ten million calls, and what it costs to keep it summed. */
import { performance } from 'node:perf_hooks';
import { startNeonStandIn } from '../../dev/neon/server.ts';
import { findPostgres, startTemporaryPostgres } from '../../dev/neon/temporary-postgres.ts';
import { migrate } from '../../dev/stack/migrate.ts';
import { keepPseudonyms } from '../../workers/bff/ledger/pseudonyms.ts';
import { rollUp } from '../../workers/bff/ledger/rollup.ts';
import { addUpTotals } from '../../workers/bff/ledger/totals.ts';
import { enforceRetention } from '../../workers/bff/privacy/retention.ts';
import { type Database, openDatabase } from '../../workers/bff/store/database.ts';
import { formatNumber } from '../harness/format.ts';
import type { Bench, BenchContext, Report } from '../harness/report.ts';
import { type Summary, summarise } from '../harness/statistics.ts';
import { type Exported, exportLedger } from './export.ts';
import { DAYS, fillLedger, KEYS, PEOPLE, RETENTION_DAYS, SERVERS } from './fill.ts';
import { type Question, questions, SECRET } from './questions.ts';

const FORMS = { short: { rows: 100_000, rounds: 2 }, full: { rows: 10_000_000, rounds: 5 } };
/** As the routes have them: what takes longer is no page any more. */
const DEADLINE_MS = 5_000;
const JOB_DEADLINE_MS = 10_000;
const GOAL_MS = 1_000;

interface Upkeep {
  what: string;
  ms: number;
  note: string;
}

interface Measured {
  question: Question;
  ms: Summary | null;
}

export const ledger: Bench = {
  name: 'ledger',
  title: 'A ledger of ten million calls',
  async run(context) {
    const binaries = findPostgres();
    const postgres = binaries === undefined ? null : await startTemporaryPostgres(binaries);
    const neon = await startNeonStandIn(postgres === null ? {} : { postgresUrl: postgres.url });
    try {
      const access = { url: neon.databaseUrl, httpUrl: neon.httpUrl };
      await migrate({ url: neon.databaseUrl, fetchEndpoint: neon.httpUrl });
      return await measure(context, {
        query: neon.query,
        openFor: (deadlineMs) => () => openDatabase(access, deadlineMs),
        backend: neon.backend,
      });
    } finally {
      await neon.close();
      await postgres?.close();
    }
  },
};

interface World {
  query: Parameters<typeof fillLedger>[0];
  openFor(deadlineMs: number): () => Database;
  backend: string;
}

async function measure({ form, rows, say }: BenchContext, world: World): Promise<Report> {
  const size = rows ?? FORMS[form].rows;
  await fillLedger(world.query, size, say);
  const open = world.openFor(DEADLINE_MS);
  say('  summing…');
  const upkeep = await keepUp(world);
  await world.query('VACUUM ANALYZE usage_events').catch(() => undefined);
  await world.query('ANALYZE usage_rollups');
  const measured: Measured[] = [];
  for (const question of questions) {
    say(`  ${question.page}: ${question.what}…`);
    measured.push({ question, ms: await timesOf(() => question.ask(open), FORMS[form].rounds) });
  }
  say('  the export…');
  const exported = await exportLedger(open);
  return toReport({ size, backend: world.backend, upkeep, measured, exported });
}

/** Null: it failed, most likely by its deadline. The first, which fills the caches, is not counted. */
async function timesOf(work: () => Promise<unknown>, rounds: number): Promise<Summary | null> {
  try {
    await work();
    const times: number[] = [];
    for (let round = 0; round < rounds; round += 1) times.push(await timeOf(work));
    return summarise(times);
  } catch {
    return null;
  }
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

async function keepUp({ query, openFor }: World): Promise<Upkeep[]> {
  const open = openFor(JOB_DEADLINE_MS);
  // Two at once, as when a run is late: every call is to be counted once all the same.
  let runs = 0;
  const caughtUpMs = await timeOf(async () => {
    for (let steps = 1; steps > 0; runs += 1) {
      const both = await Promise.all([rollUp(open), rollUp(open)]);
      steps = both[0].steps + both[1].steps;
    }
  });
  const totalsMs = await timeOf(() => Promise.all([addUpTotals(open), addUpTotals(open)]));
  const pseudonymsMs = await timeOf(() => keepPseudonyms(open, SECRET));
  const isWhole = await countsOnce(query);
  await query(`UPDATE jobs SET at = at - interval '1 hour' WHERE name IN ('rollup', 'totals')`);
  // The hour again: its sums are taken back first, so that they are not counted twice.
  await query(`DELETE FROM usage_rollups WHERE start >= (SELECT at FROM jobs WHERE name = 'rollup')`);
  const hourMs = await timeOf(() => rollUp(open));
  const cleaningMs = await timeOf(() => enforceRetention(open, RETENTION_DAYS));
  const quietMs = await timeOf(() => enforceRetention(open, RETENTION_DAYS));
  return [
    { what: `a year caught up, two runs at once`, ms: caughtUpMs, note: `${runs} runs; ${isWhole}` },
    { what: 'totals of all time, two runs at once', ms: totalsMs, note: '' },
    { what: 'pseudonyms of all people', ms: pseudonymsMs, note: '' },
    { what: 'one hour, as the trigger does it', ms: hourMs, note: '' },
    { what: 'a night’s cleaning', ms: cleaningMs, note: 'a day of people’s names goes' },
    { what: 'a cleaning that finds nothing', ms: quietMs, note: '' },
  ];
}

/** Calls in the sums against calls in the ledger, up to the same moment. */
async function countsOnce(query: World['query']): Promise<string> {
  const [row = {}] = await query(`
    SELECT (SELECT sum(calls) FROM usage_rollups WHERE dimension = 'all') AS summed,
      (SELECT sum(calls) FROM usage_totals WHERE dimension = 'all') AS totalled,
      (SELECT count(*) FROM usage_events WHERE created_at < (SELECT at FROM jobs WHERE name = 'rollup')) AS calls`);
  const { summed, totalled, calls } = row as Record<string, string>;
  return summed === calls && totalled === calls
    ? 'each call counted once'
    : `WRONG: ${calls} calls, ${summed} summed, ${totalled} in totals`;
}

function toReport(seen: {
  size: number;
  backend: string;
  upkeep: Upkeep[];
  measured: Measured[];
  exported: Exported;
}): Report {
  const { size, backend, upkeep, measured, exported } = seen;
  const slow = measured.filter(({ ms }) => ms === null || ms.max > GOAL_MS);
  const isWhole = upkeep.every(({ note }) => !note.includes('WRONG'));
  return {
    tables: [
      {
        title: `What is asked of ${size.toLocaleString('en-US')} calls`,
        columns: ['page', 'what', 'p50 ms', 'worst ms'],
        rows: measured.map(({ question: { page, what }, ms }) => [
          page,
          what,
          ms === null ? `over ${DEADLINE_MS}` : formatNumber(ms.median),
          ms === null ? '–' : formatNumber(ms.max),
        ]),
      },
      {
        title: 'The export as CSV',
        columns: ['what', 'figure'],
        rows: [
          ['lines', exported.lines.toLocaleString('en-US')],
          ['all of it, ms', formatNumber(exported.ms)],
          ['first bytes, ms', formatNumber(exported.firstMs)],
          ['largest piece in memory, kB', formatNumber(exported.largestBytes / 1_000)],
        ],
      },
      {
        title: 'Upkeep',
        columns: ['what', 'ms', 'seen'],
        rows: upkeep.map(({ what, ms, note }) => [what, formatNumber(ms), note]),
      },
    ],
    plots: [],
    goals: [
      {
        what: 'every page, /metrics and npm run usage within a second',
        met: slow.length === 0,
        seen:
          slow.length === 0
            ? `the slowest ${formatNumber(Math.max(...measured.map(({ ms }) => ms?.max ?? 0)))} ms`
            : slow.map(({ question: { page, what } }) => `${page}: ${what}`).join('; '),
      },
      {
        what: 'each call is counted once, also by two runs at the same time',
        met: isWhole,
        seen: upkeep[0]?.note ?? '',
      },
    ],
    notes: [
      `${backend}. ${DAYS} days, ${SERVERS.toLocaleString('en-US')} servers, ${PEOPLE.toLocaleString('en-US')} people, ${KEYS} keys, a fifth of the calls by keys; names of people for ${RETENTION_DAYS} days.`,
      'Times are of the statements over HTTP as the bff sends them, with caches that are warm; Neon is further away than this database.',
    ],
    raw: {
      size,
      backend,
      upkeep,
      exported,
      measured: measured.map(({ question, ms }) => ({ ...question, ms })),
    },
  };
}
