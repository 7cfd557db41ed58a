/** One request across the Workers, and the latest lines of all. */

import type { LogEntry } from '../../../shared/contract/logs.ts';
import { ADMIN_LOOK_PATH, type LookRequest } from '../../../shared/contract/operator.ts';
import { type Page, type PageContext, page } from '../page.ts';
import { formatMs } from '../view/format.ts';
import { type Html, html } from '../view/html.ts';
import { type Column, empty, failurePage, field, panel, table } from '../view/parts.ts';
import { fieldsOf, levelLinks, levelOf, lineOf, stateOf } from './log-lines.ts';
import { waterfall } from './waterfall.ts';

export async function showTraces(context: PageContext): Promise<Page> {
  const { t, url, logs } = context;
  const wanted = url.searchParams.get('id')?.trim().toLowerCase() ?? '';
  const level = levelOf(url);
  const isTrace = /^[0-9a-f]{32}$/.test(wanted);
  const look: LookRequest = { page: 'traces', ...(isTrace ? { target: wanted } : {}) };
  const allowed = await context.ask(ADMIN_LOOK_PATH, look);
  if (!allowed.ok) return failurePage(context, allowed);
  const trace = isTrace ? await logs.ofTrace(wanted) : [];
  // One request is shown without the others.
  const newest = trace.length > 0 ? null : await logs.newest(level);
  const search = html`<form class="fields" method="get" action="/console/traces">
    ${field(t.traces.id, 'id', { value: wanted, help: t.traces.idHelp })}
    <p class="actions"><button class="primary">${t.traces.find}</button></p></form>`;
  const found =
    wanted !== '' &&
    (trace.length === 0
      ? empty(t.traces.empty)
      : html`${waterfall(context, trace)}${traceTable(context, trace)}`);
  const controls = html`<div class="actions"><a class="button" href="/console/log?level=${level}">${t.traces.watch}</a>
    ${levelLinks(context, level)}</div>`;
  return page(html`
    ${panel(t.traces.trace, html`${search}${found}`, t.traces.lead)}
    ${newest !== null && panel(t.traces.live, html`${controls}${newest.length === 0 ? empty(t.traces.none) : html`<ol class="live still">${newest.map((entry) => lineOf(context, entry))}</ol>`}`)}`);
}

function columnsOf({ t }: PageContext): Column<LogEntry>[] {
  return [
    {
      head: t.traces.level,
      cell: ({ level }) => html`<span class="state ${stateOf(level)}">${level}</span>`,
    },
    { head: t.traces.worker, cell: ({ worker }) => worker },
    { head: t.traces.event, cell: ({ event }) => html`<code>${event}</code>` },
    {
      head: t.traces.fields,
      cell: ({ fields }) => html`<span class="log-fields">${fieldsOf(fields)}</span>`,
    },
  ];
}

function traceTable(context: PageContext, entries: readonly LogEntry[]): Html {
  const { t, locale } = context;
  const began = Date.parse(entries[0]?.time ?? '');
  const after: Column<LogEntry> = {
    head: t.traces.after,
    cell: ({ time }) => formatMs(locale, Date.parse(time) - began),
    isHead: true,
    isNumber: true,
  };
  return table(t.traces.trace, [after, ...columnsOf(context)], entries);
}
