/** What moderation has found, and who may not ask. */
import { ADMIN_MODERATION_PATH, type ModerationOverview } from '../../../shared/contract/operator.ts';
import { type Page, type PageContext, page } from '../page.ts';
import { formatCount, formatMoment } from '../view/format.ts';
import { type Html, html } from '../view/html.ts';
import { type Column, empty, failurePage, form, hidden, may, panel, table } from '../view/parts.ts';

export async function showModeration(context: PageContext): Promise<Page> {
  const asked = await context.ask<ModerationOverview>(ADMIN_MODERATION_PATH, {});
  if (!asked.ok) return failurePage(context, asked);
  return page(html`${countsPanel(context, asked.value.counts)}${blockedPanel(context, asked.value)}`);
}

type Count = ModerationOverview['counts'][number];

function countsPanel({ t, locale }: PageContext, counts: readonly Count[]): Html {
  const columns: Column<Count>[] = [
    { head: t.moderation.day, cell: ({ day }) => day, isHead: true },
    { head: t.moderation.sideHead, cell: ({ side }) => named(t.moderation.side, side) },
    { head: t.moderation.actionHead, cell: ({ action }) => named(t.moderation.action, action) },
    { head: t.metrics.calls, cell: ({ count }) => formatCount(locale, count), isNumber: true },
  ];
  return panel(
    t.moderation.counts,
    counts.length === 0 ? empty(t.moderation.noCounts) : table(t.moderation.counts, columns, counts),
    t.moderation.lead,
  );
}

function named(texts: Readonly<Record<string, string>>, name: string): string {
  return texts[name] ?? name;
}

type Blocked = NonNullable<ModerationOverview['blocked']>[number];

function blockedPanel(context: PageContext, { blocked, more_blocked: more }: ModerationOverview): Html {
  const { t } = context;
  if (blocked === null) return panel(t.moderation.blocked, empty(t.moderation.blockedAway));
  if (blocked.length === 0)
    return panel(t.moderation.blocked, empty(more ? t.moderation.more : t.moderation.noBlocked));
  const columns: Column<Blocked>[] = [
    { head: t.moderation.person, cell: ({ person }) => person, isHead: true },
    {
      head: t.moderation.space,
      cell: ({ space }) => (space === 'dm' ? t.servers.directMessages : space),
    },
    { head: t.moderation.causeHead, cell: ({ by }) => t.moderation.cause[by] },
    {
      head: t.moderation.until,
      cell: ({ until }) => (until === null ? t.moderation.noEnd : formatMoment(until)),
    },
    ...(may(context, 'people')
      ? [
          {
            head: t.actions,
            cell: ({ space, person }: Blocked) =>
              form(
                context,
                'unblock',
                html`${hidden('space', space)}${hidden('person', person)}<button>${t.moderation.unblock}<span class="unseen"> ${person}</span></button>`,
              ),
          },
        ]
      : []),
  ];
  return panel(
    t.moderation.blocked,
    html`${table(t.moderation.blocked, columns, blocked)}${more && empty(t.moderation.more)}`,
  );
}
