/**
 * `npm run bench`: comparisons, each against a peer, a limit or a floor, in turns within one run.
 *
 *     npm run bench                         everything, in the form that gives figures to believe
 *     npm run bench -- --short              everything, some seconds each, to see that it works
 *     npm run bench -- parts interactions   only these
 *     npm run bench -- memory --real        against the provider that .dev.vars names; nothing is written
 *     npm run bench -- ledger --rows 1000000   a ledger of so many calls; 10,000,000 without it
 *     npm run bench -- --json               the raw data on stdout, the tables on stderr
 *
 * Writes the tables into bench/README.md, the raw data into bench/results/ and the plots into bench/plots/.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readArguments } from '../dev/stack/arguments.ts';
import { exitOnSignals } from '../dev/stand-in/temporary-folder.ts';
import { calls } from './calls/bench.ts';
import { growth } from './growth/bench.ts';
import { describeConditions, observeConditions } from './harness/conditions.ts';
import { renderReport, replaceSection } from './harness/markdown.ts';
import { renderPlot } from './harness/plot.ts';
import { BenchRefusal } from './harness/refusal.ts';
import type { Bench, Form, Report } from './harness/report.ts';
import { interactions } from './interactions/bench.ts';
import { ledger } from './ledger/bench.ts';
import { memory } from './memory/bench.ts';
import { moderation } from './moderation/bench.ts';
import { parts } from './parts/bench.ts';
import { scale } from './scale/bench.ts';
import { start } from './start/bench.ts';
import { stream } from './stream/bench.ts';
import { voice } from './voice/bench.ts';

/** In this order: the short and undemanding ones first. */
const BENCHES: readonly Bench[] = [
  start,
  parts,
  calls,
  interactions,
  memory,
  moderation,
  voice,
  ledger,
  stream,
  growth,
  scale,
];
const FOLDER = import.meta.dirname;

const HELP = `Comparisons, each against a peer, a limit or a floor, in turns within one run.

  npm run bench                         everything, in the form that gives figures to believe
  npm run bench -- --short              everything, some seconds each, to see that it works
  npm run bench -- parts interactions   only these of: ${BENCHES.map(({ name }) => name).join(', ')}
  npm run bench -- memory --real        the same against the provider that .dev.vars names
  npm run bench -- ledger --rows 1000000   a ledger of so many calls; 10,000,000 without it
  npm run bench -- --json               the raw data on stdout, the tables on stderr`;

exitOnSignals();
const { values, positionals } = readArguments(HELP, {
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    short: { type: 'boolean', default: false },
    real: { type: 'boolean', default: false },
    rows: { type: 'string' },
  },
});
const unknown = positionals.filter((name) => !BENCHES.some((bench) => bench.name === name));
if (unknown.length > 0) {
  console.error(
    `There is no ${unknown.join(', ')}; there are ${BENCHES.map(({ name }) => name).join(', ')}.`,
  );
  process.exit(2);
}

const rows = values.rows === undefined ? undefined : Number(values.rows);
if (rows !== undefined && !(Number.isSafeInteger(rows) && rows >= 1_000)) {
  console.error('--rows takes a whole number, 1000 or more.');
  process.exit(2);
}

const form: Form = values.short ? 'short' : 'full';
const chosen = BENCHES.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
const everything: Record<string, unknown> = {};
try {
  for (const bench of chosen) everything[bench.name] = await runBench(bench);
} catch (error) {
  if (!(error instanceof BenchRefusal)) throw error;
  console.error(error.message);
  process.exit(1);
}
if (values.json) process.stdout.write(`${JSON.stringify(everything, null, 2)}\n`);

async function runBench(bench: Bench): Promise<unknown> {
  say(`${bench.title}…`);
  const observe = observeConditions(form);
  const report = await bench.run({ form, isReal: values.real, rows, say });
  const conditions = observe();

  const kept = { conditions, goals: report.goals, ...Object(report.raw) };
  const text = renderReport(report, describeConditions(conditions));
  // What somebody's own provider answers says nothing of Libra alone.
  if (!values.real) keep(bench.name, report, { kept, text });
  if (values.json) console.error(`${text}\n`);
  else console.log(`\n## ${bench.title}\n\n${text}\n`);
  return kept;
}

function keep(name: string, { plots }: Report, { kept, text }: { kept: unknown; text: string }): void {
  for (const { file, plot } of plots) write(join('plots', file), renderPlot(plot));
  // One line, and named so that no formatter spreads ten thousand samples over as many lines.
  write(join('results', `${name}.jsonl`), `${JSON.stringify(kept)}\n`);
  const readme = readFileSync(join(FOLDER, 'README.md'), 'utf8');
  write('README.md', replaceSection(readme, name, text));
}

function write(file: string, text: string): void {
  const path = join(FOLDER, file);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, text);
}

/** Not on stdout: that belongs to the tables, or to the JSON. */
function say(line: string): void {
  console.error(line);
}
