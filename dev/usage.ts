/** `npm run usage`: what the ledger says, in the terminal: the same figures as in the console. */
import { parseArgs } from 'node:util';
import { FIGURES_BY, type FiguresResponse, MAX_FIGURE_DAYS, type Sums } from '../shared/contract/figures.ts';
import { nearest } from '../shared/text/nearest.ts';
import { readFigures } from '../workers/bff/ledger/figures.ts';
import { formatCount, formatUsd } from '../workers/bff/operator/keys/quantity.ts';
import { openDatabase } from '../workers/bff/store/database.ts';
import { withOperatorDatabase } from './stack/operator-database.ts';

const WAYS = ['day', ...FIGURES_BY] as const;

const HELP = `What was used, by the ledger.

  npm run usage                                  by day, the last 7 days in UTC
  npm run usage -- --by guild|user|model|provider|key|day
  npm run usage -- --days 30                     1 to ${MAX_FIGURE_DAYS}, today included
  npm run usage -- --json                        one JSON object

People are shown by their Discord id: whoever runs this can read the database. The console shows pseudonyms.
Works on the database of DATABASE_URL, or of the stack that npm start runs.`;

const DEADLINE_MS = 30_000;

try {
  const { values } = parseArgs({
    options: {
      by: { type: 'string', default: 'day' },
      days: { type: 'string', default: '7' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false, short: 'h' },
    },
  });
  if (values.help) console.log(HELP);
  else await show(parseWay(values.by), parseDays(values.days), values.json);
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}

function parseWay(text: string): (typeof WAYS)[number] {
  const way = WAYS.find((known) => known === text);
  if (way !== undefined) return way;
  const meant = nearest(text, WAYS);
  throw new Error(`--by takes ${WAYS.join(', ')}.${meant === undefined ? '' : ` Did you mean ${meant}?`}`);
}

function parseDays(text: string): number {
  const days = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (days < 1 || days > MAX_FIGURE_DAYS) throw new Error(`--days takes 1 to ${MAX_FIGURE_DAYS}.`);
  return days;
}

async function show(way: (typeof WAYS)[number], days: number, isJson: boolean): Promise<void> {
  const figures = await withOperatorDatabase((database) =>
    readFigures(openDatabase({ url: database.url, httpUrl: database.fetchEndpoint }, DEADLINE_MS), {
      days,
      ...(way === 'day' ? {} : { by: way }),
    }),
  );
  if (isJson) console.log(JSON.stringify(figures, null, 2));
  else print(figures, way);
}

function print({ series, names, total, step }: FiguresResponse, way: string): void {
  const rows =
    way === 'day'
      ? series.map(({ start, ...sums }) => ({
          [step]: step === 'day' ? start.slice(0, 10) : start.slice(0, 16),
          ...shown(sums),
        }))
      : names.map(({ name, label, ...sums }) => ({
          [way]: label === undefined ? name : `${name} (${label})`,
          ...shown(sums),
        }));
  if (rows.length > 0) console.table(rows);
  const { calls, money, errors } = shown(total);
  console.log(
    rows.length === 0 ? 'Nothing was used.' : `In all: ${calls} calls, ${money}, ${errors} errors.`,
  );
}

function shown(sums: Sums) {
  const ms = (value: number | null) => (value === null ? '' : `${value} ms`);
  return {
    calls: formatCount(sums.calls),
    errors: formatCount(sums.errors),
    'tokens in': formatCount(sums.prompt_tokens),
    'tokens out': formatCount(sums.completion_tokens),
    money: formatUsd(sums.cost_micro_usd),
    'first token p50': ms(sums.first_token_p50_ms),
    p95: ms(sums.first_token_p95_ms),
  };
}
