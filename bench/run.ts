/**
 * `npm run bench`: comparisons, each against a peer, a limit or a floor, in turns within one run.
 *
 *     npm run bench                         everything, in the form that gives figures to believe
 *     npm run bench -- --short              everything, some seconds each, to see that it works
 *     npm run bench -- parts interactions   only these
 *     npm run bench -- memory --real       the same against the provider that .dev.vars names
 *     npm run bench -- --json               the raw data on stdout, the tables on stderr
 *
 * Writes the tables into bench/README.md, the raw data into bench/results/ and the plots into bench/plots/.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { calls } from './calls/bench.ts';
import { growth } from './growth/bench.ts';
import { describeConditions, observeConditions } from './harness/conditions.ts';
import { renderReport, replaceSection } from './harness/markdown.ts';
import { renderPlot } from './harness/plot.ts';
import type { Bench, Form } from './harness/report.ts';
import { interactions } from './interactions/bench.ts';
import { memory } from './memory/bench.ts';
import { moderation } from './moderation/bench.ts';
import { parts } from './parts/bench.ts';
import { scale } from './scale/bench.ts';
import { start } from './start/bench.ts';
import { stream } from './stream/bench.ts';

/** In this order: the short and undemanding ones first. */
const BENCHES: readonly Bench[] = [
  start,
  parts,
  calls,
  interactions,
  memory,
  moderation,
  stream,
  growth,
  scale,
];
const FOLDER = import.meta.dirname;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    short: { type: 'boolean', default: false },
    real: { type: 'boolean', default: false },
  },
});
const unknown = positionals.filter((name) => !BENCHES.some((bench) => bench.name === name));
if (unknown.length > 0) {
  console.error(
    `There is no ${unknown.join(', ')}; there are ${BENCHES.map(({ name }) => name).join(', ')}.`,
  );
  process.exit(2);
}

const form: Form = values.short ? 'short' : 'full';
const chosen = BENCHES.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
const everything: Record<string, unknown> = {};
for (const bench of chosen) everything[bench.name] = await runBench(bench);
if (values.json) process.stdout.write(`${JSON.stringify(everything, null, 2)}\n`);

async function runBench(bench: Bench): Promise<unknown> {
  say(`${bench.title}…`);
  const observe = observeConditions(form);
  const report = await bench.run({ form, isReal: values.real, say });
  const conditions = observe();

  for (const { file, plot } of report.plots) write(join('plots', file), renderPlot(plot));
  const kept = { conditions, goals: report.goals, ...Object(report.raw) };
  // One line, and named so that no formatter spreads ten thousand samples over as many lines.
  write(join('results', `${bench.name}.jsonl`), `${JSON.stringify(kept)}\n`);
  const text = renderReport(report, describeConditions(conditions));
  const readme = readFileSync(join(FOLDER, 'README.md'), 'utf8');
  write('README.md', replaceSection(readme, bench.name, text));
  if (values.json) console.error(`${text}\n`);
  else console.log(`\n## ${bench.title}\n\n${text}\n`);
  return kept;
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
