/** What was spent: by time, and by whom. */
import {
  FIGURES_BY,
  type FiguresBy,
  type FiguresResponse,
  type NamedSums,
  type Sums,
} from '../../../shared/contract/figures.ts';
import { ADMIN_FIGURES_PATH } from '../../../shared/contract/operator.ts';
import { type Page, type PageContext, page } from '../page.ts';
import { barChart, shareBar } from '../view/chart.ts';
import { formatCount, formatMs, formatShare, formatShort, formatStart, formatUsd } from '../view/format.ts';
import { type Html, html } from '../view/html.ts';
import { type Column, empty, failurePage, figure, panel, switcher, table, withQuery } from '../view/parts.ts';

const DAYS = [1, 7, 30, 90] as const;
const METRICS = ['cost', 'calls', 'tokens', 'errors'] as const;
type Metric = (typeof METRICS)[number];

const VALUE_OF: Readonly<Record<Metric, (sums: Sums) => number>> = {
  cost: ({ cost_micro_usd }) => cost_micro_usd,
  calls: ({ calls }) => calls,
  tokens: ({ prompt_tokens, completion_tokens }) => prompt_tokens + completion_tokens,
  errors: ({ errors }) => errors,
};

export async function showMoney(context: PageContext): Promise<Page> {
  const { url } = context;
  const query = url.searchParams;
  const days = DAYS.find((each) => String(each) === query.get('days')) ?? 7;
  const by = FIGURES_BY.find((each) => each === query.get('by')) ?? 'model';
  const metric = METRICS.find((each) => each === query.get('metric')) ?? 'cost';
  const asked = await context.ask<FiguresResponse>(ADMIN_FIGURES_PATH, { days, by });
  if (!asked.ok) return failurePage(context, asked);
  return page(html`${switches(context, { days, by, metric })}
    ${seriesPanel(context, asked.value, { days, metric })}
    ${namesPanel(context, asked.value, by)}`);
}

interface Chosen {
  days: (typeof DAYS)[number];
  by: FiguresBy;
  metric: Metric;
}

function switches({ t, url }: PageContext, chosen: Chosen): Html {
  const links = <Value extends string | number>(
    name: keyof Chosen,
    values: readonly Value[],
    textOf: (value: Value) => string,
  ) =>
    values.map((value) => ({
      href: withQuery(url, { [name]: String(value) }),
      text: textOf(value),
      isHere: chosen[name] === value,
    }));
  return html`<div class="switches">
    ${switcher(
      t.money.period,
      links('days', DAYS, (days) => t.money.days[days]),
    )}
    ${switcher(
      t.money.show,
      links('metric', METRICS, (metric) => t.metrics[metric]),
    )}
    ${switcher(
      t.money.by,
      links('by', FIGURES_BY, (by) => t.money.dimension[by]),
    )}
  </div>`;
}

function seriesPanel(
  context: PageContext,
  { total, series, step }: FiguresResponse,
  { days, metric }: Pick<Chosen, 'days' | 'metric'>,
): Html {
  const { t, locale } = context;
  const tokens = total.prompt_tokens + total.completion_tokens;
  const rate = total.calls === 0 ? 0 : total.errors / total.calls;
  const figures = html`<dl class="figures">
    ${figure(t.metrics.cost, formatUsd(locale, total.cost_micro_usd))}
    ${figure(t.metrics.calls, formatCount(locale, total.calls))}
    ${figure(t.metrics.tokens, formatShort(locale, tokens))}
    ${figure(t.metrics.errors, formatCount(locale, total.errors), formatShare(locale, rate))}
    ${figure(t.metrics.firstToken, formatMs(locale, total.first_token_p50_ms), `${formatMs(locale, total.first_token_p95_ms)} (${t.metrics.p95})`)}
  </dl>`;
  const heading = `${t.metrics[metric]}, ${t.money.days[days]}`;
  if (series.length === 0) return panel(heading, html`${figures}${empty(t.chart.empty)}`, t.money.lead);
  const shown = metric === 'cost' ? formatUsd : formatCount;
  const bars = everyStep(series, step).map(({ start, sums }) => {
    const value = sums === undefined ? 0 : VALUE_OF[metric](sums);
    const when = formatStart(start, step);
    return { label: when, title: t.chart.bar(when, shown(locale, value)), value };
  });
  const most = shown(locale, Math.max(...bars.map(({ value }) => value)));
  const summary = t.chart.summary(t.metrics[metric], most, shown(locale, VALUE_OF[metric](total)));
  const numbers = table(
    t.chart.numbers,
    [
      {
        head: t.metrics.time,
        cell: ({ start }: (typeof series)[number]) => formatStart(start, step),
        isHead: true,
      },
      ...sumColumns(context),
    ],
    series,
  );
  return panel(
    heading,
    html`${figures}<figure>${barChart(bars, { summary, most: t.chart.most(most) })}</figure>
      <details class="numbers"><summary>${t.chart.numbers}</summary>${numbers}</details>`,
    t.money.lead,
  );
}

const STEP_MS = { hour: 3_600_000, day: 86_400_000 } as const;

/** From the first in which something happened to the last: a gap is seen as one. */
function everyStep(series: FiguresResponse['series'], step: 'hour' | 'day') {
  const [first] = series;
  const last = series.at(-1);
  if (first === undefined || last === undefined) return [];
  const from = Date.parse(first.start);
  const known = new Map(series.map((sums) => [Date.parse(sums.start), sums]));
  const steps = Math.round((Date.parse(last.start) - from) / STEP_MS[step]) + 1;
  return Array.from({ length: steps }, (_, index) => {
    const startMs = from + index * STEP_MS[step];
    return { start: new Date(startMs).toISOString(), sums: known.get(startMs) };
  });
}

function sumColumns({ t, locale }: PageContext): Column<Sums>[] {
  const count = (head: string, value: (sums: Sums) => number): Column<Sums> => ({
    head,
    cell: (sums) => formatCount(locale, value(sums)),
    isNumber: true,
  });
  return [
    { head: t.metrics.cost, cell: (sums) => formatUsd(locale, sums.cost_micro_usd), isNumber: true },
    count(t.metrics.calls, ({ calls }) => calls),
    count(t.metrics.errors, ({ errors }) => errors),
    count(t.metrics.tokensIn, ({ prompt_tokens }) => prompt_tokens),
    count(t.metrics.tokensOut, ({ completion_tokens }) => completion_tokens),
    {
      head: `${t.metrics.firstToken}, ${t.metrics.p50}`,
      cell: ({ first_token_p50_ms: ms }) => formatMs(locale, ms),
      isNumber: true,
    },
    {
      head: t.metrics.p95,
      cell: ({ first_token_p95_ms: ms }) => formatMs(locale, ms),
      isNumber: true,
    },
  ];
}

function namesPanel(context: PageContext, { names, total }: FiguresResponse, by: FiguresBy): Html {
  const { t, locale } = context;
  const heading = t.money.top(t.money.dimension[by]);
  if (names.length === 0) return panel(heading, empty(t.chart.empty));
  const columns: Column<NamedSums>[] = [
    { head: t.money.dimension[by], cell: (sums) => nameOf(context, by, sums), isHead: true },
    {
      head: t.metrics.share,
      cell: (sums) => {
        const share = total.cost_micro_usd === 0 ? 0 : sums.cost_micro_usd / total.cost_micro_usd;
        return html`<span class="share-cell">${shareBar(share)} ${formatShare(locale, share)}</span>`;
      },
    },
    ...sumColumns(context),
  ];
  return panel(heading, table(heading, columns, names), by === 'user' ? t.money.userNote : undefined);
}

/** A link to these calls in the ledger. */
function nameOf({ t, url }: PageContext, by: FiguresBy, { name, label }: NamedSums): Html {
  const shown = by === 'guild' && name === 'dm' ? t.servers.directMessages : (label ?? name);
  const query = new URLSearchParams({
    [by === 'user' ? 'person' : by]: name,
    days: url.searchParams.get('days') ?? '7',
  });
  return html`<a href="/console/ledger?${query.toString()}">${shown}</a>${label !== undefined && html` <small>#${name}</small>`}`;
}
