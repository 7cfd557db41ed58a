/** What was alerted of lately, and what is watched. */
import type { RaisedAlert } from '../../../shared/contract/logs.ts';
import { ADMIN_LOOK_PATH, type LookRequest } from '../../../shared/contract/operator.ts';
import { type Page, type PageContext, page } from '../page.ts';
import { formatMoment } from '../view/format.ts';
import { html } from '../view/html.ts';
import { type Column, empty, failurePage, form, may, panel, table } from '../view/parts.ts';

export async function showAlerts(context: PageContext): Promise<Page> {
  const { t, logs } = context;
  const look: LookRequest = { page: 'alerts' };
  const allowed = await context.ask(ADMIN_LOOK_PATH, look);
  if (!allowed.ok) return failurePage(context, allowed);
  const { raised, hasWebhook } = await logs.alerts();
  const columns: Column<RaisedAlert>[] = [
    { head: t.metrics.time, cell: ({ at }) => formatMoment(at), isHead: true },
    { head: t.alerts.kindHead, cell: ({ kind }) => t.alerts.kind[kind] },
    { head: t.alerts.subject, cell: ({ subject }) => subject },
    {
      head: t.alerts.ended,
      cell: ({ endedAt, kind }) =>
        kind === 'test' ? '–' : endedAt === null ? t.alerts.lasts : formatMoment(endedAt),
    },
    { head: t.alerts.delivered, cell: ({ isDelivered }) => (isDelivered ? t.alerts.yes : t.alerts.no) },
  ];
  const test =
    may(context, 'settings') && form(context, 'alerts/test', html`<button>${t.alerts.test}</button>`);
  return page(html`
    ${panel(
      t.alerts.what,
      html`<ul class="plain">${Object.values(t.alerts.rules).map((rule) => html`<li>${rule}</li>`)}</ul>
        <p>${hasWebhook ? t.alerts.webhook : t.alerts.noWebhook}</p>${hasWebhook && test}`,
      t.alerts.lead,
    )}
    ${panel(t.alerts.sent, raised.length === 0 ? empty(t.alerts.none) : table(t.alerts.sent, columns, raised))}`);
}
