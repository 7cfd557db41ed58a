/** What was chosen in the panel or written into one of its forms → fields to change. Pure. Values are judged by the bff. */
import type { SettingsView } from '../../../../shared/contract/settings.ts';
import type { ChangesOf } from '../../../../shared/settings/parse.ts';
import type { AnswersIn, ChannelSettings, RoleLimit } from '../../../../shared/settings/settings.ts';
import { INHERIT, shownChannels, shownModels } from './controls.ts';
import type { Field, WrittenField } from './fields.ts';
import { valueIn } from './in-force.ts';
import type { PanelId } from './panel-id.ts';

export type Changes = ChangesOf<'server'> | ChangesOf<'channel'> | ChangesOf<'person'>;

/** These are changed in part: what is not in sight stays. */
const KEEPS_A_PART: readonly Field[] = ['allowedModels', 'answersIn', 'moderation'];

export function needsCurrent(field: Field): boolean {
  return KEEPS_A_PART.includes(field);
}

/** `view`: what is set at the moment; only for a field of which a part stays. */
export function chosenChanges(
  { scope, field, part }: Pick<PanelId, 'scope' | 'part'> & { field: Field },
  values: readonly string[],
  view: SettingsView | null,
): Changes {
  const [value = INHERIT] = values;
  if (field === 'allowedModels' && view !== null) return { allowedModels: allowedModels(part, values, view) };
  if (field === 'answersIn' && view !== null) return { answersIn: answersIn(part, values, view) };
  if (value === INHERIT) return { [field]: null };
  if (field === 'moderation') {
    const before = view === null ? undefined : (valueIn(view, scope, field) as ChannelSettings['moderation']);
    return { moderation: { ...before, level: value } } as Changes;
  }
  return { [field]: SWITCHES.includes(field) ? value === 'on' : value };
}

const SWITCHES: readonly Field[] = ['privateAnswers', 'memory', 'showQuestion', 'spokenReplies'];

function allowedModels(part: string | null, values: readonly string[], view: SettingsView): string[] | null {
  const inSight = shownModels(view, Number(part ?? 0));
  const kept = (view.server.allowedModels ?? []).filter((name) => !inSight.includes(name));
  const allowed = [...kept, ...values];
  return allowed.length === 0 ? null : allowed;
}

function answersIn(part: string | null, values: readonly string[], view: SettingsView): AnswersIn | null {
  const before = view.server.answersIn ?? { allow: [], deny: [] };
  const list = part === 'deny' ? 'deny' : 'allow';
  const inSight = shownChannels(view, list);
  const kept = before[list].filter((id) => !inSight.includes(id));
  const after = { ...before, [list]: [...kept, ...values.filter((id) => !kept.includes(id))] };
  return after.allow.length + after.deny.length === 0 ? null : after;
}

export type Written = { ok: true; changes: Changes } | { ok: false };

/** An empty form is the wider scope's decision. */
export function writtenChanges(field: WrittenField, text: string): Written {
  const written = text.trim();
  if (written === '') return { ok: true, changes: { [field]: null } };
  switch (field) {
    case 'dailyTokens':
    case 'dailyMicroUsd': {
      const amount = field === 'dailyTokens' ? readCount(written) : readMicroUsd(written);
      return amount === null ? { ok: false } : { ok: true, changes: { [field]: amount } };
    }
    default:
      return { ok: true, changes: { [field]: written } };
  }
}

export interface WrittenLimit {
  calls: string;
  tokens: string;
  usd: string;
}

/** A role for which nothing is written has no limit any more. */
export function roleChanges(
  roleId: string,
  { calls, tokens, usd }: WrittenLimit,
  { server }: Pick<SettingsView, 'server'>,
): Written {
  const callsPerMin = optional(calls, readCount);
  const tokensPerDay = optional(tokens, readCount);
  const microUsdPerDay = optional(usd, readMicroUsd);
  if (callsPerMin === null || tokensPerDay === null || microUsdPerDay === null) return { ok: false };
  const limit: RoleLimit = {
    roleId,
    ...(callsPerMin === undefined ? {} : { callsPerMin }),
    ...(tokensPerDay === undefined ? {} : { tokensPerDay }),
    ...(microUsdPerDay === undefined ? {} : { microUsdPerDay }),
  };
  const before = server.roleLimits ?? [];
  const isEmpty = Object.keys(limit).length === 1;
  const isKnown = before.some((each) => each.roleId === roleId);
  const after = isEmpty
    ? before.filter((each) => each.roleId !== roleId)
    : isKnown
      ? before.map((each) => (each.roleId === roleId ? limit : each))
      : [...before, limit];
  return { ok: true, changes: { roleLimits: after.length === 0 ? null : after } };
}

function optional(text: string, read: (text: string) => number | null): number | null | undefined {
  const written = text.trim();
  return written === '' ? undefined : read(written);
}

/** `50,000` → 50000 */
function readCount(text: string): number | null {
  return /^\d{1,3}(,\d{3})*$|^\d{1,13}$/.test(text) ? Number(text.replaceAll(',', '')) : null;
}

/** `$1.50` → 1500000. Exact: the digits are taken as they are. */
function readMicroUsd(text: string): number | null {
  const [, whole, fraction = ''] = /^\$?\s?(\d{1,7})(?:\.(\d{1,6}))?$/.exec(text) ?? [];
  return whole === undefined ? null : Number(whole) * 1_000_000 + Number(fraction.padEnd(6, '0'));
}
