/**
 * The ledger as OpenMetrics: counters of all time, by model, provider and key; the first text as a histogram; what goes on now as
 * gauges. People and servers are too many for labels, and people are nobody's metric. Pure but for the two reads.
 * Source: https://prometheus.io/docs/specs/om/open_metrics_spec/
 */
import { sql } from 'drizzle-orm';
import type { Overview } from '../../../shared/contract/operator.ts';
import { LATENCY_BOUNDS_MS } from '../../../shared/metrics/latency.ts';
import { countsOf, type SumsRow } from '../ledger/figures.ts';
import { sumsOfSums } from '../ledger/summing.ts';
import { TOTALLED, type Totalled, totalParts } from '../ledger/totals.ts';
import type { Database } from '../store/database.ts';

const LABELLED = ['model', 'provider', 'key'] as const;

export type LedgerTotals = Record<Totalled, SumsRow[]>;

/** Of all time: a counter must not go down. */
export async function readTotals(open: () => Database): Promise<LedgerTotals> {
  const [all, model, provider, key] = await Promise.all(
    TOTALLED.map(async (dimension) => {
      const { rows } = await open().execute<SumsRow>(sql`
        with parts as (${totalParts(dimension)})
        select name, ${sumsOfSums('float8')} from parts group by 1 order by 1`);
      return rows;
    }),
  );
  return { all: all ?? [], model: model ?? [], provider: provider ?? [], key: key ?? [] };
}

const COUNTERS = [
  ['calls', 'calls', 'Calls of models that have ended.', 1],
  ['errors', 'errors', 'Calls that gave no whole answer.', 1],
  ['fallbacks', 'fallbacks', 'Calls answered by another target than the first.', 1],
  ['cached_answers', 'cached', 'Answers that a cache saved a call for.', 1],
  ['prompt_tokens', 'prompt_tokens', 'Tokens of prompts.', 1],
  ['completion_tokens', 'completion_tokens', 'Tokens of answers.', 1],
  ['cost_usd', 'cost_micro_usd', 'What calls cost, in US dollars.', 1e6],
] as const;

/** `totals`: null when the database is away. */
export function writeMetrics(totals: LedgerTotals | null, overview: Overview): string {
  return [...(totals === null ? [] : ledgerLines(totals)), ...stateLines(overview), '# EOF', ''].join('\n');
}

function ledgerLines(totals: LedgerTotals): string[] {
  const counters = COUNTERS.flatMap(([metric, field, help, unit]) => {
    const name = `libra_${metric}`;
    const head = [`# TYPE ${name} counter`, `# HELP ${name} ${help}`];
    const ofAll = totals.all.map((row) => `${name}_total ${Number(row[field]) / unit}`);
    const ofNames = LABELLED.flatMap((label) => [
      `# TYPE ${name}_by_${label} counter`,
      `# HELP ${name}_by_${label} ${help}`,
      ...totals[label].map(
        (row) =>
          `${name}_by_${label}_total{${label}="${escapeLabel(String(row.name))}"} ${Number(row[field]) / unit}`,
      ),
    ]);
    return [...head, ...ofAll, ...ofNames];
  });
  return [...counters, ...histogramLines(totals.all[0])];
}

function histogramLines(row: SumsRow | undefined): string[] {
  const name = 'libra_first_token_seconds';
  const counts = row === undefined ? [] : countsOf(row);
  let sum = 0;
  const buckets = LATENCY_BOUNDS_MS.map((bound, index) => {
    sum += counts[index] ?? 0;
    return `${name}_bucket{le="${bound / 1_000}"} ${sum}`;
  });
  const all = counts.reduce((total, count) => total + count, 0);
  return [
    `# TYPE ${name} histogram`,
    `# UNIT ${name} seconds`,
    `# HELP ${name} From a call to its first text.`,
    ...buckets,
    // The standard has a `_count` only beside a `_sum`, which counts between bounds do not give.
    `${name}_bucket{le="+Inf"} ${all}`,
  ];
}

function stateLines({
  parts,
  circuits,
  budget,
  running,
  cleaned_at: cleaned,
  summed_until: summed,
}: Overview): string[] {
  return [
    ...gauge(
      'up',
      'Whether a part can be reached.',
      Object.entries(parts).map(([part, { state }]) => [{ part }, Number(state === 'ok')]),
    ),
    ...gauge(
      'circuit_open',
      'Whether a circuit keeps calls from a model.',
      (circuits ?? []).map(({ target, state }) => [{ target }, Number(state === 'open')]),
    ),
    ...gauge('running_calls', 'Calls under way.', running === null ? [] : [[{}, running]]),
    ...gauge(
      'budget_usd',
      "The day's budget of all; 0: no bound.",
      budget === null
        ? []
        : [
            [{ kind: 'spent' }, budget.micro_usd_spent / 1e6],
            [{ kind: 'limit' }, budget.micro_usd_limit / 1e6],
          ],
    ),
    ...gauge(
      'budget_tokens',
      "The day's budget of all; 0: no bound.",
      budget === null
        ? []
        : [
            [{ kind: 'spent' }, budget.tokens_spent],
            [{ kind: 'limit' }, budget.tokens_limit],
          ],
    ),
    ...gauge('cleaned_timestamp_seconds', 'When the nightly cleaning was last done.', moments(cleaned)),
    ...gauge('summed_timestamp_seconds', 'Until when the ledger is summed.', moments(summed)),
  ];
}

function moments(iso: string | null): [Record<string, string>, number][] {
  return iso === null ? [] : [[{}, Date.parse(iso) / 1_000]];
}

function gauge(
  metric: string,
  help: string,
  values: readonly [labels: Record<string, string>, value: number][],
): string[] {
  const name = `libra_${metric}`;
  return [
    `# TYPE ${name} gauge`,
    `# HELP ${name} ${help}`,
    ...values.map(([labels, value]) => {
      const text = Object.entries(labels)
        .map(([label, text]) => `${label}="${escapeLabel(text)}"`)
        .join(',');
      return `${name}${text === '' ? '' : `{${text}}`} ${value}`;
    }),
  ];
}

function escapeLabel(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
