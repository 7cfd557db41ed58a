/** `npm run usage`: what the ledger says, in the terminal: the same figures as in the console. */
import { FIGURES_BY, type FiguresResponse, MAX_FIGURE_DAYS, type Sums } from '../shared/contract/figures.ts';
import { nearest } from '../shared/text/nearest.ts';
import { readFigures } from '../workers/bff/ledger/figures.ts';
import { formatCount, formatUsd } from '../workers/bff/operator/keys/quantity.ts';
import { openDatabase } from '../workers/bff/store/database.ts';
import { chooseLanguage, terminalLocale } from './setup/texts.ts';
import { readArguments } from './stack/arguments.ts';
import { explain } from './stack/explain.ts';
import { withOperatorDatabase } from './stack/operator-database.ts';
import { USAGE_TEXTS, type UsageTexts } from './usage/texts.ts';

const WAYS = ['day', ...FIGURES_BY] as const;
type Way = (typeof WAYS)[number];

const HELP = `What was used, by the ledger.

  npm run usage                                  by day, the last 7 days in UTC
  npm run usage -- --by guild|user|model|provider|key|day
  npm run usage -- --days 30                     1 to ${MAX_FIGURE_DAYS}, today included
  npm run usage -- --json                        one JSON object
  npm run usage -- --lang ko                     in Korean (else as the terminal is set)

People are shown by their Discord id: who runs this can read the database. The console shows pseudonyms.
Works on the database of DATABASE_URL, or of the stack that npm start runs.`;

const DEADLINE_MS = 30_000;

const { values } = readArguments(HELP, {
  options: {
    by: { type: 'string', default: 'day' },
    days: { type: 'string', default: '7' },
    json: { type: 'boolean', default: false },
    lang: { type: 'string' },
  },
});

try {
  const texts = USAGE_TEXTS[chooseLanguage(values.lang, terminalLocale(process.env))];
  await show(parseWay(values.by), parseDays(values.days), values.json ? null : texts);
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}

function parseWay(text: string): Way {
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

/** `texts` null: as JSON. */
async function show(way: Way, days: number, texts: UsageTexts | null): Promise<void> {
  const figures = await withOperatorDatabase((database) =>
    readFigures(openDatabase({ url: database.url, httpUrl: database.fetchEndpoint }, DEADLINE_MS), {
      days,
      ...(way === 'day' ? {} : { by: way }),
    }),
  );
  if (texts === null) console.log(JSON.stringify(figures, null, 2));
  else print(figures, way, texts);
}

function print({ series, names, total, step }: FiguresResponse, way: Way, texts: UsageTexts): void {
  const rows =
    way === 'day'
      ? series.map(({ start, ...sums }) => ({
          [texts.ways[step]]: step === 'day' ? start.slice(0, 10) : start.slice(0, 16),
          ...shown(sums, texts),
        }))
      : names.map(({ name, label, ...sums }) => ({
          [texts.ways[way]]: label === undefined ? name : `${name} (${label})`,
          ...shown(sums, texts),
        }));
  if (rows.length > 0) console.table(rows);
  const { calls, errors, cost_micro_usd: cost } = total;
  console.log(rows.length === 0 ? texts.nothing : texts.sum(calls, formatUsd(cost), errors));
}

function shown(sums: Sums, { columns }: UsageTexts) {
  const ms = (value: number | null) => (value === null ? '' : `${value} ms`);
  return {
    [columns.calls]: formatCount(sums.calls),
    [columns.errors]: formatCount(sums.errors),
    [columns.tokensIn]: formatCount(sums.prompt_tokens),
    [columns.tokensOut]: formatCount(sums.completion_tokens),
    [columns.money]: formatUsd(sums.cost_micro_usd),
    [columns.p50]: ms(sums.first_token_p50_ms),
    [columns.p95]: ms(sums.first_token_p95_ms),
  };
}
