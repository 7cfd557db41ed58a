/** What operators have set in the place of variables, its versions, and what operators have done. */
import {
  ADMIN_AUDIT_PATH,
  ADMIN_SETTINGS_PATH,
  type AuditEntry,
  type SettingsOverview,
} from '../../../shared/contract/operator.ts';
import { errorKind } from '../../../shared/errors.ts';
import { type Page, type PageContext, page } from '../page.ts';
import { formatMoment } from '../view/format.ts';
import { type Html, html } from '../view/html.ts';
import {
  type Column,
  empty,
  failurePage,
  form,
  hidden,
  may,
  panel,
  type RefusedForm,
  refusal,
  table,
} from '../view/parts.ts';

const SET = 'set:';
const WAS = 'was:';

/** Only what differs from what was shown; null: as the environment has it. */
export function changesOf(form: URLSearchParams): Record<string, string | null> {
  const changes: Record<string, string | null> = {};
  for (const [field, text] of form) {
    if (!field.startsWith(SET)) continue;
    const name = field.slice(SET.length);
    const value = text.trim();
    if (value !== (form.get(WAS + name) ?? '').trim()) changes[name] = value === '' ? null : value;
  }
  return changes;
}

const CATALOGUE = 'LIBRA_CATALOGUE';

export async function showSettings(context: PageContext, refused?: RefusedForm): Promise<Page> {
  const [settings, audit] = await Promise.all([
    context.ask<SettingsOverview>(ADMIN_SETTINGS_PATH, {}),
    context.ask<{ entries: AuditEntry[] }>(ADMIN_AUDIT_PATH, {}),
  ]);
  if (!settings.ok) return failurePage(context, settings);
  if (!audit.ok) return failurePage(context, audit);
  return page(
    html`
    ${refused !== undefined && refusal(context, refused.failure)}
    ${valuesPanel(context, settings.value, refused && changesOf(refused.form))}
    ${versionsPanel(context, settings.value)}
    ${auditPanel(context, audit.value.entries)}`,
    refused === undefined ? 200 : errorKind(refused.failure.code).status,
  );
}

/** `typed`: stands in its fields in the place of what is set. The others are as somebody else may have set them meanwhile. */
function valuesPanel(
  context: PageContext,
  { version, settings, floor }: SettingsOverview,
  typed: Record<string, string | null> = {},
): Html {
  const { t } = context;
  const isAllowed = may(context, 'settings');
  const names = Object.keys(floor).filter((name) => name !== CATALOGUE);
  const columns: Column<string>[] = [
    { head: t.settings.variable, cell: (name) => html`<code>${name}</code>`, isHead: true },
    { head: t.settings.floor, cell: (name) => html`<code>${floor[name] ?? t.settings.default}</code>` },
    {
      head: t.settings.value,
      cell: (name) =>
        isAllowed ? input(t, name, settings[name] ?? '', typed[name]) : (settings[name] ?? '–'),
    },
  ];
  const values = table(t.settings.lead, columns, names);
  if (!isAllowed) return panel(t.tabs.settings, values, t.settings.lead);
  const catalogue = settings[CATALOGUE] ?? '';
  return panel(
    t.tabs.settings,
    form(
      context,
      'settings/change',
      html`${hidden('version', version)}${values}
        <label class="field"><span>${t.settings.catalogue}</span>
          <textarea name="${SET}${CATALOGUE}" spellcheck="false">${typed[CATALOGUE] === undefined ? pretty(catalogue) : typed[CATALOGUE]}</textarea>
          <small>${t.settings.catalogueHelp}</small></label>
        ${hidden(WAS + CATALOGUE, pretty(catalogue))}
        <p class="actions"><button class="primary">${t.settings.save}</button> <small>${t.settings.saveHelp}</small></p>`,
      'stack',
    ),
    t.settings.lead,
  );
}

function input({ settings }: PageContext['t'], name: string, value: string, typed?: string | null): Html {
  return html`<input name="${SET}${name}" value="${typed === undefined ? value : typed}" aria-label="${settings.value}: ${name}" autocomplete="off" spellcheck="false">${hidden(WAS + name, value)}`;
}

/** Set out in lines a catalogue may be longer than the bff takes. */
export function compact(changes: Record<string, string | null>): Record<string, string | null> {
  const catalogue = changes[CATALOGUE];
  return catalogue == null ? changes : { ...changes, [CATALOGUE]: pretty(catalogue, 0) };
}

/** What is no JSON stays as it is. */
function pretty(text: string, spaces = 2): string {
  try {
    return text === '' ? '' : JSON.stringify(JSON.parse(text), null, spaces);
  } catch {
    return text;
  }
}

function versionsPanel(context: PageContext, { version, versions }: SettingsOverview): Html {
  const { t } = context;
  if (versions.length === 0) return panel(t.settings.versions, empty(t.settings.noVersions));
  const columns: Column<SettingsOverview['versions'][number]>[] = [
    { head: t.settings.versionHead, cell: (each) => String(each.version), isHead: true, isNumber: true },
    { head: t.metrics.time, cell: ({ at }) => formatMoment(at) },
    { head: t.settings.by, cell: ({ by }) => by ?? t.settings.command },
    { head: t.settings.changed, cell: ({ changed }) => html`<code>${changed.join(', ')}</code>` },
  ];
  const undo =
    may(context, 'settings') &&
    html`<details><summary>${t.settings.undo}</summary><p>${t.settings.undoHelp}</p>
      ${form(context, 'settings/undo', html`${hidden('version', version)}<button>${t.settings.undo}</button>`)}</details>`;
  return panel(t.settings.versions, html`${table(t.settings.versions, columns, versions)}${undo}`);
}

function auditPanel({ t }: PageContext, entries: readonly AuditEntry[]): Html {
  const columns: Column<AuditEntry>[] = [
    { head: t.metrics.time, cell: ({ at }) => formatMoment(at), isHead: true },
    { head: t.settings.by, cell: ({ operator }) => operator ?? t.settings.command },
    { head: t.settings.action, cell: ({ action }) => html`<code>${action}</code>` },
    { head: t.settings.target, cell: ({ target }) => target ?? '–' },
  ];
  return panel(
    t.settings.audit,
    entries.length === 0 ? empty(t.settings.noAudit) : table(t.settings.audit, columns, entries),
  );
}
