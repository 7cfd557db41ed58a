/** Servers: what they use, and what is set for one. */
import {
  ADMIN_SERVER_PATH,
  ADMIN_SERVERS_PATH,
  type ServerDetail,
  type ServerRow,
} from '../../../shared/contract/operator.ts';
import type { Texts } from '../locale/texts.ts';
import { type Page, type PageContext, page } from '../page.ts';
import { formatCount, formatMoment, formatUsd } from '../view/format.ts';
import { type Html, html } from '../view/html.ts';
import { type Column, empty, failurePage, panel, table } from '../view/parts.ts';

export async function showServers(context: PageContext): Promise<Page> {
  const guild = context.url.searchParams.get('guild');
  return guild !== null && /^\d{1,20}$/.test(guild) ? showOne(context, guild) : showAll(context);
}

async function showAll(context: PageContext): Promise<Page> {
  const { t, locale } = context;
  const asked = await context.ask<{ servers: ServerRow[] }>(ADMIN_SERVERS_PATH, {});
  if (!asked.ok) return failurePage(context, asked);
  const { servers } = asked.value;
  const count = (head: string, value: (row: ServerRow) => number): Column<ServerRow> => ({
    head,
    cell: (row) => formatCount(locale, value(row)),
    isNumber: true,
  });
  const columns: Column<ServerRow>[] = [
    {
      head: t.servers.guild,
      cell: ({ guild }) =>
        guild === 'dm'
          ? t.servers.directMessages
          : html`<a href="/console/servers?guild=${guild}">${guild}</a>`,
      isHead: true,
    },
    count(t.servers.calls, ({ calls }) => calls),
    { head: t.servers.cost, cell: (row) => formatUsd(locale, row.cost_micro_usd), isNumber: true },
    count(t.servers.set, ({ settings_version }) => settings_version),
    count(t.servers.documents, ({ documents }) => documents),
    count(t.servers.moderated, ({ moderated }) => moderated),
  ];
  return page(
    panel(
      t.servers.lead,
      servers.length === 0 ? empty(t.servers.empty) : table(t.servers.lead, columns, servers),
    ),
  );
}

async function showOne(context: PageContext, guild: string): Promise<Page> {
  const { t } = context;
  const asked = await context.ask<ServerDetail>(ADMIN_SERVER_PATH, { guild });
  if (!asked.ok) return failurePage(context, asked);
  const { settings, channels, changes } = asked.value;
  const changeColumns: Column<ServerDetail['changes'][number]>[] = [
    { head: t.metrics.time, cell: ({ at }) => formatMoment(at), isHead: true },
    { head: t.servers.setting, cell: ({ field, scope }) => html`${field} <small>${scope}</small>` },
    { head: t.servers.by, cell: ({ by }) => by ?? '–' },
  ];
  return page(html`
    ${panel(t.servers.detail(guild), settingsOf(t, settings))}
    ${
      channels.length > 0 &&
      panel(
        t.servers.channels,
        channels.map(({ channel, settings: own }) => html`<h3>${channel}</h3>${settingsOf(t, own)}`),
      )
    }
    ${panel(t.servers.changes, changes.length === 0 ? empty(t.servers.noChanges) : table(t.servers.changes, changeColumns, changes))}
    <p><a class="button" href="/console/servers">${t.errors.back}</a></p>`);
}

function settingsOf(t: Texts, settings: Record<string, unknown>): Html {
  const entries = Object.entries(settings);
  if (entries.length === 0) return empty(t.servers.nothingSet);
  return html`<dl class="facts">${entries.map(
    ([name, value]) => html`<dt>${name}</dt><dd>${shown(t, value)}</dd>`,
  )}</dl>`;
}

function shown({ servers }: Texts, value: unknown): string {
  const [, chars] = typeof value === 'string' ? (/^\((\d+)\)$/.exec(value) ?? []) : [];
  if (chars !== undefined) return servers.textLength(chars);
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
