/** The forms of the panel: a field that is written, and the limits of a role. Pure. */
import type { SettingsView } from '../../../../shared/contract/settings.ts';
import {
  MAX_INSTRUCTIONS_CHARS,
  MAX_TIME_ZONE_CHARS,
  type RoleLimit,
  type Scope,
} from '../../../../shared/settings/settings.ts';
import {
  LABEL,
  type Label,
  type Modal,
  type ModalValues,
  TEXT_INPUT,
  TEXT_STYLE,
} from '../../discord/modal.ts';
import type { SettingsTexts } from '../../locale/texts/settings.ts';
import type { WrittenLimit } from './changes.ts';
import type { WrittenField } from './fields.ts';
import { valueIn } from './in-force.ts';
import { formatPanelId } from './panel-id.ts';

const VALUE = 'value';
const CALLS = 'calls';
const TOKENS = 'tokens';
const USD = 'usd';

/** Digits, their separators, and a currency's sign. */
const MAX_NUMBER_CHARS = 20;

const MAX_CHARS: Record<WrittenField, number> = {
  instructions: MAX_INSTRUCTIONS_CHARS,
  timeZone: MAX_TIME_ZONE_CHARS,
  dailyTokens: MAX_NUMBER_CHARS,
  dailyMicroUsd: MAX_NUMBER_CHARS,
};

export function createForm(
  { scope, field, version }: { scope: Scope; field: WrittenField; version: number },
  view: SettingsView,
  texts: SettingsTexts,
): Modal {
  const value = valueIn(view, scope, field);
  const shown = field === 'dailyMicroUsd' ? dollars(value) : value === undefined ? '' : String(value);
  return {
    custom_id: formatPanelId({ verb: 'edit', scope, field, version }),
    title: texts.fields[field].name,
    components: [
      input({
        id: VALUE,
        label: texts.forms[field],
        value: shown,
        maxChars: MAX_CHARS[field],
        isLong: field === 'instructions',
      }),
    ],
  };
}

export function createRoleForm(
  { roleId, version }: { roleId: string; version: number },
  { server }: Pick<SettingsView, 'server'>,
  { forms }: SettingsTexts,
): Modal {
  const limit: Partial<RoleLimit> = server.roleLimits?.find((each) => each.roleId === roleId) ?? {};
  const count = (value: number | undefined) => (value === undefined ? '' : String(value));
  return {
    custom_id: formatPanelId({ verb: 'role', scope: 'server', field: 'roleLimits', part: roleId, version }),
    title: forms.roleTitle,
    components: [
      numberInput(CALLS, forms.roleCalls, count(limit.callsPerMin)),
      numberInput(TOKENS, forms.roleTokens, count(limit.tokensPerDay)),
      numberInput(USD, forms.roleUsd, dollars(limit.microUsdPerDay)),
    ],
  };
}

export function readForm({ texts }: ModalValues): string {
  return texts.get(VALUE) ?? '';
}

export function readRoleForm({ texts }: ModalValues): WrittenLimit {
  return {
    calls: texts.get(CALLS) ?? '',
    tokens: texts.get(TOKENS) ?? '',
    usd: texts.get(USD) ?? '',
  };
}

function numberInput(id: string, label: string, value: string): Label {
  return input({ id, label, value, maxChars: MAX_NUMBER_CHARS });
}

interface Input {
  id: string;
  label: string;
  value: string;
  maxChars: number;
  isLong?: boolean;
}

function input({ id, label, value, maxChars, isLong = false }: Input): Label {
  return {
    type: LABEL,
    label,
    component: {
      type: TEXT_INPUT,
      custom_id: id,
      style: isLong ? TEXT_STYLE.PARAGRAPH : TEXT_STYLE.SHORT,
      required: false,
      max_length: maxChars,
      ...(value === '' ? {} : { value }),
    },
  };
}

/** As `changes.ts` reads them. */
function dollars(microUsd: unknown): string {
  if (typeof microUsd !== 'number') return '';
  const [whole = '0', fraction = ''] = (microUsd / 1_000_000).toFixed(6).split('.');
  return `${whole}.${fraction.replace(/0{1,4}$/, '')}`;
}
