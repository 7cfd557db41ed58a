/** A key as a person reads it. Pure; no secret comes here. */
import type { KeyUse } from '../../shared/contract/operator.ts';
import { formatCount, formatUsd } from '../../workers/bff/operator/keys/quantity.ts';
import type { KeyRow, KeyUses } from '../../workers/bff/operator/keys/table.ts';

const LABEL_CHARS = 16;

export function describeKey(key: KeyRow, uses?: KeyUses): string {
  const { settings } = key;
  const lines: [label: string, text: string][] = [
    ['owner', key.owner ?? 'not named'],
    ['state', stateOf(key)],
    ['made', moment(key.created_at)],
    ...(key.previous_until === null
      ? []
      : [['secret before', `works until ${moment(key.previous_until)}`] as [string, string]]),
    ['calls', `${formatCount(key.calls_per_min)} a minute`],
    ['tokens', tokensOf(key)],
    ['money', moneyOf(key)],
    ['models', modelsOf(key)],
    ['endpoints', endpointsOf(key)],
    ['cache', settings.cache === true ? 'on' : 'off'],
    ['moderation', settings.moderation === true ? 'on' : 'off'],
  ];
  if (uses !== undefined) {
    lines.push(['today (UTC)', useOf(uses.today)], ['this month', useOf(uses.month)]);
    lines.push(['last use', uses.last_used_at === null ? 'never' : moment(uses.last_used_at)]);
  }
  const rows = lines.map(([label, text]) => `  ${label.padEnd(LABEL_CHARS)}${text}`);
  return [`Key ${key.id}: ${key.name}`, ...rows].join('\n');
}

/** One line of a table each. */
export function tableOf(keys: readonly KeyRow[]): object[] {
  return keys.map((key) => ({
    id: key.id,
    name: key.name,
    owner: key.owner ?? '',
    state: stateOf(key),
    'calls/min': key.calls_per_min,
    tokens: tokensOf(key),
    money: moneyOf(key),
    models: modelsOf(key),
    endpoints: endpointsOf(key),
  }));
}

function stateOf({ state, expires_at: expiresAt, revoked_at: revokedAt }: KeyRow): string {
  if (state === 'revoked') return `revoked ${moment(revokedAt ?? '')}`;
  if (expiresAt === null) return 'live';
  return state === 'live' ? `live until ${moment(expiresAt)}` : `expired ${moment(expiresAt)}`;
}

function modelsOf({ settings }: KeyRow): string {
  return settings.operator === undefined ? (settings.models?.join(', ') ?? 'all') : 'none';
}

/** A key of an operator may use nothing else, whatever other endpoints its settings name. */
function endpointsOf({ settings }: KeyRow): string {
  if (settings.operator !== undefined) return `for operators: ${settings.operator.join(', ')}`;
  return settings.endpoints?.join(', ') ?? 'all';
}

function tokensOf({ settings }: KeyRow): string {
  return listOf([
    boundOf(settings.tokens_per_min ?? 0, formatCount, 'minute'),
    boundOf(settings.tokens_per_day, formatCount, 'day'),
    boundOf(settings.tokens_per_month ?? 0, formatCount, 'month'),
  ]);
}

function moneyOf({ settings }: KeyRow): string {
  return listOf([
    boundOf(settings.micro_usd_per_day, formatUsd, 'day'),
    boundOf(settings.micro_usd_per_month ?? 0, formatUsd, 'month'),
  ]);
}

/** Absent: the variable's for everybody, which only the Worker knows. */
function boundOf(bound: number | undefined, format: (bound: number) => string, period: string): string {
  if (bound === undefined) return `default a ${period}`;
  return bound === 0 ? '' : `${format(bound)} a ${period}`;
}

function listOf(bounds: readonly string[]): string {
  return bounds.filter((bound) => bound !== '').join(', ') || 'no bound';
}

function useOf({ calls, tokens, micro_usd: microUsd }: KeyUse): string {
  return `${formatCount(calls)} ${calls === 1 ? 'call' : 'calls'}, ${formatCount(tokens)} tokens, ${formatUsd(microUsd)}`;
}

/** `2026-11-29 09:00 UTC`. */
function moment(isoText: string): string {
  return `${isoText.slice(0, 10)} ${isoText.slice(11, 16)} UTC`;
}
