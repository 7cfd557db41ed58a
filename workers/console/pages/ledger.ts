/** The ledger row by row: filtered, in pages, as a file. */
import {
  ADMIN_LEDGER_CSV_PATH,
  ADMIN_LEDGER_PATH,
  type LedgerFilter,
  type LedgerPage,
  type LedgerRow,
} from '../../../shared/contract/operator.ts';
import type { Asked } from '../bff/client.ts';
import { type Page, type PageContext, page } from '../page.ts';
import { formatCount, formatMoment, formatMs, formatUsd } from '../view/format.ts';
import { type Html, html } from '../view/html.ts';
import { type Column, choice, empty, failurePage, field, panel, table, withQuery } from '../view/parts.ts';

const DAYS = ['1', '7', '30', '90'] as const;
const TEXT_FIELDS = ['model', 'provider', 'guild', 'person'] as const;
const MAX_FIELD_CHARS = 200;

/** What cannot be meant is left out. */
export function filterOf(query: URLSearchParams): LedgerFilter {
  const filter: LedgerFilter = { days: Number(DAYS.find((days) => days === query.get('days')) ?? 7) };
  for (const name of [...TEXT_FIELDS, 'outcome'] as const) {
    const value = query.get(name)?.trim().slice(0, MAX_FIELD_CHARS) ?? '';
    if (value !== '') filter[name] = value;
  }
  const key = query.get('key') ?? '';
  if (/^[1-9]\d{0,8}$/.test(key)) filter.key = Number(key);
  return filter;
}

export async function showLedger(context: PageContext): Promise<Page> {
  const { url, t } = context;
  const filter = filterOf(url.searchParams);
  const before = url.searchParams.get('before');
  const asked = await context.ask<LedgerPage>(ADMIN_LEDGER_PATH, {
    ...filter,
    ...(before === null ? {} : { before }),
  });
  if (!asked.ok) return failurePage(context, asked);
  const { rows, next } = asked.value;
  const csv = withQuery(url, { before: null }).replace('/console/ledger', '/console/ledger.csv');
  return page(html`
    ${panel(t.ledger.filter, filterForm(context, filter))}
    ${panel(
      t.tabs.ledger,
      html`${rows.length === 0 ? empty(t.ledger.empty) : table(t.ledger.lead, columnsOf(context), rows)}
        <p class="actions"><a class="button" href="${csv}">${t.ledger.csv}</a> <small>${t.ledger.csvNote}</small>
        ${next !== null && html`<a class="button" href="${withQuery(url, { before: next })}">${t.ledger.older}</a>`}</p>`,
      t.ledger.lead,
    )}`);
}

function filterForm({ t }: PageContext, filter: LedgerFilter): Html {
  const { money, ledger } = t;
  const outcomes = ['', 'ok', 'error', 'client_gone'] as const;
  const chosen = outcomes.find((outcome) => outcome === filter.outcome) ?? '';
  const days = DAYS.find((each) => Number(each) === filter.days) ?? '7';
  return html`<form class="fields filter" method="get" action="/console/ledger">
    ${choice(
      money.period,
      'days',
      DAYS.map((each) => [each, money.days[Number(each) as 1 | 7 | 30 | 90]] as const),
      days,
    )}
    ${field(money.dimension.model, 'model', { value: filter.model ?? '' })}
    ${field(money.dimension.provider, 'provider', { value: filter.provider ?? '' })}
    ${field(money.dimension.guild, 'guild', { value: filter.guild ?? '' })}
    ${field(ledger.person, 'person', { value: filter.person ?? '', help: ledger.personHelp })}
    ${field(money.dimension.key, 'key', { value: filter.key === undefined ? '' : String(filter.key) })}
    ${choice(
      ledger.outcome,
      'outcome',
      outcomes.map((each) => [each, ledger.outcomes[each === '' ? 'all' : each]] as const),
      chosen,
    )}
    <p class="actions"><button class="primary">${ledger.apply}</button> <a class="button quiet" href="/console/ledger">${ledger.clear}</a></p>
  </form>`;
}

function columnsOf({ t, locale, url }: PageContext): Column<LedgerRow>[] {
  const { metrics, money, ledger } = t;
  const count = (value: number) => formatCount(locale, value);
  const filterLink = (name: string, value: string | null) =>
    value === null ? '–' : html`<a href="${withQuery(url, { [name]: value, before: null })}">${value}</a>`;
  return [
    {
      head: metrics.time,
      cell: ({ at }) => html`<time datetime="${at}">${formatMoment(at)}</time>`,
      isHead: true,
    },
    { head: money.dimension.model, cell: ({ model }) => filterLink('model', model) },
    { head: money.dimension.provider, cell: ({ provider }) => filterLink('provider', provider) },
    { head: money.dimension.guild, cell: ({ guild }) => filterLink('guild', guild) },
    { head: ledger.person, cell: ({ person }) => filterLink('person', person) },
    { head: money.dimension.key, cell: ({ key }) => filterLink('key', key === null ? null : String(key)) },
    { head: ledger.outcome, cell: (row) => outcomeOf(t, row) },
    { head: metrics.tokensIn, cell: (row) => count(row.prompt_tokens), isNumber: true },
    { head: metrics.tokensOut, cell: (row) => count(row.completion_tokens), isNumber: true },
    { head: metrics.cost, cell: (row) => formatUsd(locale, row.cost_micro_usd), isNumber: true },
    { head: metrics.firstToken, cell: (row) => formatMs(locale, row.first_token_ms), isNumber: true },
    { head: ledger.total, cell: (row) => formatMs(locale, row.total_ms), isNumber: true },
  ];
}

function outcomeOf({ ledger: { outcomes, flags }, now }: PageContext['t'], row: LedgerRow): Html {
  const { outcome } = row;
  const known: Readonly<Record<string, [text: string, state: string]>> = {
    ok: [outcomes.ok, 'ok'],
    client_gone: [outcomes.client_gone, 'ok'],
    // Until then its figures are what was reserved.
    running: [now.running, 'slow'],
  };
  const [text, state] = known[outcome] ?? [outcome, 'down'];
  const notes = (['fallback', 'cached', 'estimated'] as const)
    .filter((flag) => row[flag])
    .map((flag) => flags[flag]);
  return html`<span class="state ${state}">${text}</span>${notes.length > 0 && html` <small>${notes.join(', ')}</small>`}`;
}

/** The filter's rows as a file. */
export async function downloadLedger(context: PageContext): Promise<Asked<Response>> {
  const asked = await context.askFile(ADMIN_LEDGER_CSV_PATH, filterOf(context.url.searchParams));
  if (!asked.ok) return asked;
  const file = new Response(asked.value.body, {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="libra-ledger.csv"',
    },
  });
  return { ok: true, value: file };
}
