/** Today's budgets of servers and people: who goes how fast. */
import {
  ADMIN_BUDGETS_PATH,
  type BudgetsOverview,
  type BudgetUse,
} from '../../../shared/contract/operator.ts';
import { type Page, type PageContext, page } from '../page.ts';
import { shareBar } from '../view/chart.ts';
import { formatMoment, formatShare, formatShort, formatUsd } from '../view/format.ts';
import { type Html, html } from '../view/html.ts';
import { type Column, empty, failurePage, panel, table } from '../view/parts.ts';
import { firstToEnd } from './pace.ts';

export async function showBudgets(context: PageContext): Promise<Page> {
  const { t } = context;
  const asked = await context.ask<BudgetsOverview>(ADMIN_BUDGETS_PATH, {});
  if (!asked.ok) return failurePage(context, asked);
  const { at, servers, people, by } = asked.value;
  const nowMs = Date.parse(at);
  const linked = (name: string) => html`<a href="/console/servers?guild=${name}">${name}</a>`;
  const ledgerOf = (name: string) => html`<a href="/console/ledger?days=1&amp;person=${name}">${name}</a>`;
  return page(html`
    ${by === 'ledger' && html`<p class="problem" role="alert">${t.budgets.byLedger}</p>`}
    ${list(context, t.budgets.servers, { uses: servers, nowMs, nameOf: linked, lead: t.budgets.lead })}
    ${list(context, t.budgets.people, { uses: people, nowMs, nameOf: ledgerOf, lead: t.budgets.note })}`);
}

function list(
  { t, locale }: PageContext,
  heading: string,
  shown: { uses: readonly BudgetUse[]; nowMs: number; nameOf: (name: string) => Html; lead: string },
): Html {
  const { uses, nowMs, nameOf, lead } = shown;
  if (uses.length === 0) return panel(heading, empty(t.budgets.none), lead);
  // Who has nothing left comes first, then who runs out next; who has no bound last.
  const rows = uses
    .map((use) => ({ ...use, pace: firstToEnd(use, nowMs) }))
    .toSorted(
      (a, b) => (a.pace?.endsAtMs ?? Infinity) - (b.pace?.endsAtMs ?? Infinity) || shareOf(b) - shareOf(a),
    );
  type Row = (typeof rows)[number];
  const ends = ({ pace }: Row): string => {
    if (pace === null) return t.budgets.unbound;
    if (pace.endsAtMs === null) return t.budgets.lasts;
    return pace.endsAtMs <= nowMs
      ? t.budgets.usedUp
      : formatMoment(new Date(pace.endsAtMs).toISOString()).slice(11);
  };
  const columns: Column<Row>[] = [
    { head: heading, cell: ({ name }) => nameOf(name), isHead: true },
    {
      head: t.budgets.spent,
      cell: (row) =>
        `${formatUsd(locale, row.micro_usd_spent)} · ${formatShort(locale, row.tokens_spent)} ${t.metrics.tokens}`,
      isNumber: true,
    },
    {
      head: t.budgets.used,
      cell: ({ pace }) =>
        pace === null
          ? '–'
          : html`<span class="share-cell">${shareBar(pace.share)} ${formatShare(locale, pace.share)}</span>`,
    },
    { head: t.budgets.ends, cell: ends },
  ];
  return panel(heading, table(heading, columns, rows), lead);
}

const shareOf = ({ pace }: { pace: { share: number } | null }): number => pace?.share ?? 0;
