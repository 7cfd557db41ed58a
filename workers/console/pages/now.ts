/** What goes on now: the last hour, the parts, the circuits, the day's budget. */
import type { CircuitDetail } from '../../../shared/contract/circuits.ts';
import { ADMIN_OVERVIEW_PATH, type Overview } from '../../../shared/contract/operator.ts';
import { type Page, type PageContext, page } from '../page.ts';
import { barChart, shareBar } from '../view/chart.ts';
import { formatCount, formatMoment, formatMs, formatShare, formatUsd } from '../view/format.ts';
import { type Html, html } from '../view/html.ts';
import { empty, failurePage, figure, form, hidden, may, panel, table } from '../view/parts.ts';
import { paceOf } from './pace.ts';

export async function showNow(context: PageContext): Promise<Page> {
  const asked = await context.ask<Overview>(ADMIN_OVERVIEW_PATH, {});
  if (!asked.ok) return failurePage(context, asked);
  const overview = asked.value;
  return page(html`
    ${hourPanel(context, overview)}
    <div class="columns">${partsPanel(context, overview)}${budgetPanel(context, overview)}</div>
    ${circuitsPanel(context, overview)}`);
}

function hourPanel({ t, locale }: PageContext, { hour, running, series, at }: Overview): Html {
  if (hour === null) return panel(t.now.lead, html`<p class="problem" role="alert">${t.errors.database}</p>`);
  const count = (value: number) => formatCount(locale, value);
  const rate = hour.calls === 0 ? 0 : hour.errors / hour.calls;
  const figures = html`<dl class="figures">
    ${figure(t.metrics.calls, count(hour.calls))}
    ${figure(t.metrics.errors, count(hour.errors), formatShare(locale, rate))}
    ${figure(t.metrics.firstToken, formatMs(locale, hour.first_token_p50_ms), `${formatMs(locale, hour.first_token_p95_ms)} (${t.metrics.p95})`)}
    ${figure(t.metrics.cost, formatUsd(locale, hour.cost_micro_usd))}
    ${figure(t.now.running, count(running ?? 0), t.now.runningHelp)}
  </dl>`;
  const bars = fiveMinutes(at).map((start) => {
    const sums = series.find((each) => each.start === start);
    const calls = sums?.calls ?? 0;
    const errors = sums?.errors ?? 0;
    const time = start.slice(11, 16);
    return {
      label: time,
      title: t.chart.bar(time, t.chart.callsAndErrors(calls, errors)),
      value: calls,
      part: errors,
    };
  });
  const most = count(Math.max(...bars.map(({ value }) => value)));
  const summary = t.chart.summary(t.metrics.calls, most, count(hour.calls));
  return panel(
    t.now.lead,
    html`${figures}<figure>${barChart(bars, { summary, most: t.chart.most(most) })}<figcaption>${t.now.perFive}</figcaption></figure>`,
  );
}

const STEP_MS = 300_000;

/** The beginnings of the last thirteen steps, as the bff writes them: an hour rarely begins with one. */
function fiveMinutes(at: string): string[] {
  const last = Math.floor(Date.parse(at) / STEP_MS) * STEP_MS;
  return Array.from({ length: 13 }, (_, index) =>
    new Date(last - (12 - index) * STEP_MS).toISOString().replace('.000Z', 'Z'),
  );
}

function partsPanel({ t, locale }: PageContext, overview: Overview): Html {
  const { parts, cleaned_at: cleaned, summed_until: summed, version } = overview;
  const rows = (['database', 'redis', 'llm'] as const).map((name) => ({ name, ...parts[name] }));
  const moment = (iso: string | null) => (iso === null ? t.now.never : formatMoment(iso));
  return panel(
    t.now.parts,
    html`<ul class="parts">${rows.map(
      ({ name, state, latency_ms }) =>
        html`<li><span class="state ${state}">${t.now.state[state]}</span> ${t.now.part[name]} <small>${formatMs(locale, latency_ms)}</small></li>`,
    )}</ul>
    <h3>${t.now.jobs}</h3><dl class="facts">
      <dt>${t.now.cleaned}</dt><dd>${moment(cleaned)}</dd>
      <dt>${t.now.summed}</dt><dd>${moment(summed)}</dd>
      <dt>${t.now.version}</dt><dd>${version}</dd></dl>`,
  );
}

function budgetPanel({ t, locale }: PageContext, { budget, at }: Overview): Html {
  if (budget === null) return panel(t.now.budget, empty(t.now.budgetAway));
  const lines = [
    {
      name: t.metrics.cost,
      spent: budget.micro_usd_spent,
      limit: budget.micro_usd_limit,
      format: formatUsd,
    },
    { name: t.metrics.tokens, spent: budget.tokens_spent, limit: budget.tokens_limit, format: formatCount },
  ].filter(({ limit }) => limit > 0);
  if (lines.length === 0) return panel(t.now.budget, empty(t.now.budgetNone));
  return panel(
    t.now.budget,
    lines.map(({ name, spent, limit, format }) => {
      const ends = paceOf({ spent, limit, nowMs: Date.parse(at) });
      return html`<div class="budget"><p><strong>${name}</strong> ${t.now.budgetOf(format(locale, spent), format(locale, limit))}
        <span>${formatShare(locale, spent / limit)}</span></p>${shareBar(spent / limit)}
        <p><small>${ends === null ? t.now.budgetLasts : t.now.budgetEnds(formatMoment(new Date(ends).toISOString()))}</small></p></div>`;
    }),
  );
}

function circuitsPanel(context: PageContext, { circuits }: Overview): Html {
  const { t } = context;
  if (circuits === null) return panel(t.now.circuits, empty(t.now.circuitsAway));
  if (circuits.length === 0) return panel(t.now.circuits, empty(t.now.noCircuits));
  const columns = [
    { head: t.now.target, cell: ({ target }: CircuitDetail) => target, isHead: true as const },
    { head: t.now.circuits, cell: (circuit: CircuitDetail) => stateOf(context, circuit) },
    {
      head: t.now.failures,
      // They are counted while calls go out.
      cell: ({ state, consecutive_failures: failures }: CircuitDetail) =>
        state === 'closed' ? formatCount(context.locale, failures) : '–',
      isNumber: true as const,
    },
    ...(may(context, 'circuits')
      ? [{ head: t.actions, cell: (circuit: CircuitDetail) => orders(context, circuit) }]
      : []),
  ];
  return panel(t.now.circuits, table(t.now.circuits, columns, circuits), t.now.circuitsLead);
}

function stateOf({ t }: PageContext, { state, forced }: CircuitDetail): Html {
  const kind = state === 'closed' ? 'ok' : state === 'open' ? 'down' : 'slow';
  return html`<span class="state ${kind}">${t.now.circuitState[state]}</span>${forced !== null && html` <small>${t.now.forced[forced]}</small>`}`;
}

function orders(context: PageContext, { target, forced }: CircuitDetail): Html {
  const { t } = context;
  const button = (force: string, text: string) =>
    html`<button name="force" value="${force}">${text}<span class="unseen"> ${target}</span></button>`;
  return form(
    context,
    'circuit',
    html`${hidden('target', target)}
      ${forced !== 'open' && button('open', t.now.hold)}
      ${forced !== 'closed' && button('closed', t.now.letAll)}
      ${forced !== null && button('auto', t.now.release)}`,
  );
}
