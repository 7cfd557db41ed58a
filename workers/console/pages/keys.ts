/** Keys of API clients: what they have used, what they may; making, changing, rotating, revoking them. */
import { ADMIN_KEYS_PATH, type KeySecret, type OperatorKey } from '../../../shared/contract/operator.ts';
import { errorKind } from '../../../shared/errors.ts';
import { type Page, type PageContext, page } from '../page.ts';
import { formatCount, formatMoment, formatUsd, type Locale } from '../view/format.ts';
import { type Html, type HtmlValue, html } from '../view/html.ts';
import {
  empty,
  failurePage,
  field,
  form,
  hidden,
  may,
  panel,
  type RefusedForm,
  refusal,
} from '../view/parts.ts';

export async function showKeys(context: PageContext, refused?: RefusedForm): Promise<Page> {
  const { t } = context;
  const asked = await context.ask<{ keys: OperatorKey[] }>(ADMIN_KEYS_PATH, {});
  if (!asked.ok) return failurePage(context, asked);
  // The live ones first, the newest first.
  const keys = asked.value.keys.toSorted(
    (a, b) => Number(b.state === 'live') - Number(a.state === 'live') || b.id - a.id,
  );
  const of = refused?.form.get('id');
  const typedFor = (id: number) => (of === String(id) ? refused?.form : undefined);
  return page(
    html`
    ${refused !== undefined && refusal(context, refused.failure)}
    ${may(context, 'keys') && createPanel(context, of === null ? refused?.form : undefined)}
    ${panel(
      t.keys.lead,
      keys.length === 0
        ? empty(t.keys.empty)
        : html`<ul class="cards">${keys.map((key) => card(context, key, typedFor(key.id)))}</ul>`,
    )}`,
    refused === undefined ? 200 : errorKind(refused.failure.code).status,
  );
}

/** Shown once, in answer to the form. */
export function secretPage({ t }: PageContext, { id, name, secret }: KeySecret): Page {
  return page(
    panel(
      `${t.keys.secret}: ${name} #${id}`,
      html`<p class="secret"><code>${secret}</code></p><p><a class="button" href="/console/keys">${t.errors.back}</a></p>`,
      t.keys.secretLead,
    ),
  );
}

/** By the field's name in the forms, which is the command's option. */
function limitFields({ keys }: PageContext['t'], typed?: URLSearchParams): Html {
  const of = (label: string, name: string, help?: string) =>
    field(label, name, { value: typed?.get(name) ?? '', help });
  return html`
    ${of(keys.callsPerMin, 'calls-per-min')}
    ${of(keys.tokensPerDay, 'tokens-per-day', keys.limitHelp)}
    ${of(keys.usdPerDay, 'usd-per-day', keys.usdHelp)}
    ${of(keys.usdPerMonth, 'usd-per-month', keys.usdHelp)}
    ${of(keys.models, 'models', keys.modelsHelp)}
    ${of(keys.expires, 'expires', keys.expiresHelp)}
    ${of(keys.owner, 'owner')}`;
}

const openIf = (typed?: URLSearchParams): HtmlValue => typed !== undefined && html` open`;

function createPanel(context: PageContext, typed?: URLSearchParams): Html {
  const { t } = context;
  return html`<section class="panel"><details${openIf(typed)}><summary><h2>${t.keys.create}</h2></summary>
    ${form(
      context,
      'keys/create',
      html`${field(t.keys.name, 'name', { value: typed?.get('name') ?? '', required: true })}${limitFields(t, typed)}
        <p class="actions"><button class="primary">${t.keys.createButton}</button></p>`,
      'fields',
    )}</details></section>`;
}

function card(context: PageContext, key: OperatorKey, typed?: URLSearchParams): Html {
  const { t, locale } = context;
  const isOperators = key.settings.operator !== undefined;
  const state = { live: 'ok', expired: 'slow', revoked: 'down' }[key.state];
  const use = ({ calls, micro_usd: microUsd }: OperatorKey['today']) =>
    `${t.metrics.calls} ${formatCount(locale, calls)} · ${formatUsd(locale, microUsd)}`;
  return html`<li class="card"><h3>${key.name} <small>#${key.id}</small></h3>
    <p><span class="state ${state}">${t.keys.state[key.state]}</span>
      ${isOperators && html`<span class="state note">${t.keys.operator}</span>`}
      ${key.expires_at !== null && html`<small>${t.keys.until(formatMoment(key.expires_at))}</small>`}
      ${key.owner !== null && html`<small>${key.owner}</small>`}</p>
    <dl class="facts">
      <dt>${t.keys.today}</dt><dd>${use(key.today)}</dd>
      <dt>${t.keys.month}</dt><dd>${use(key.month)}</dd>
      <dt>${t.keys.limits}</dt><dd>${limitsOf(t, locale, key)}</dd>
    </dl>
    ${key.state !== 'revoked' && may(context, 'keys') && actions(context, key, isOperators, typed)}</li>`;
}

function limitsOf({ keys }: PageContext['t'], locale: Locale, { settings, ...key }: OperatorKey): string {
  const bounds = [
    ['tokens_per_min', keys.tokensPerMin, formatCount],
    ['tokens_per_day', (count: string) => keys.tokensOf(keys.perDay(count)), formatCount],
    ['micro_usd_per_day', keys.perDay, formatUsd],
    ['tokens_per_month', (count: string) => keys.tokensOf(keys.perMonth(count)), formatCount],
    ['micro_usd_per_month', keys.perMonth, formatUsd],
  ] as const;
  return [
    keys.perMinute(formatCount(locale, key.calls_per_min)),
    ...bounds.flatMap(([name, say, format]) => {
      const value = settings[name];
      return typeof value === 'number' && value > 0 ? [say(format(locale, value))] : [];
    }),
    ...[settings.models, settings.endpoints].flatMap((names) =>
      Array.isArray(names) ? [names.join(', ')] : [],
    ),
  ].join(' · ');
}

function actions(
  context: PageContext,
  { id, name }: OperatorKey,
  isOperators: boolean,
  typed?: URLSearchParams,
): Html {
  const { t } = context;
  const named = (text: string) => html`${text}<span class="unseen"> ${name} #${id}</span>`;
  const revoke = html`<details><summary>${named(t.keys.revoke)}</summary><p>${t.keys.revokeHelp}</p>
    ${form(context, 'keys/revoke', html`${hidden('id', id)}<button class="danger">${named(t.keys.revoke)}</button>`)}</details>`;
  if (isOperators)
    return html`<p><small>${t.keys.operatorHelp}</small></p><div class="disclosures">${revoke}</div>`;
  return html`<div class="disclosures">
    <details${openIf(typed)}><summary>${named(t.keys.change)}</summary><p>${t.keys.changeHelp}</p>${form(
      context,
      'keys/change',
      html`${hidden('id', id)}${limitFields(t, typed)}<p class="actions"><button>${named(t.keys.changeButton)}</button></p>`,
      'fields',
    )}</details>
    <details><summary>${named(t.keys.rotate)}</summary><p>${t.keys.rotateHelp}</p>
      ${form(context, 'keys/rotate', html`${hidden('id', id)}<button>${named(t.keys.rotate)}</button>`)}</details>
    ${revoke}</div>`;
}
