/** The rows with which one field is changed. Pure. */
import { ButtonStyleTypes, MessageComponentTypes } from 'discord-interactions';
import { LOCALES } from '../../../../shared/contract/caller.ts';
import type { SettingsView } from '../../../../shared/contract/settings.ts';
import { MODERATION_LEVELS } from '../../../../shared/moderation/level.ts';
import { BUILT_IN_PERSONAS, isBuiltIn } from '../../../../shared/personas/built-in.ts';
import { CONVERSATION_KINDS, COST_AUDIENCES, type Scope } from '../../../../shared/settings/settings.ts';
import {
  type Block,
  CHANNEL_SELECT,
  type EntitySelect,
  type LayoutRow,
  ROLE_SELECT,
  textBlock,
} from '../../discord/layout.ts';
import { actionRow, type Button } from '../../discord/message.ts';
import { MAX_SELECT_CHARS, MAX_SELECT_OPTIONS, type SelectOption } from '../../discord/modal.ts';
import type { SettingsTexts } from '../../locale/texts/settings.ts';
import { VOICES } from '../../speech/voices.ts';
import { type Field, isWritten } from './fields.ts';
import { valueIn } from './in-force.ts';
import { formatPanelId, type PanelId } from './panel-id.ts';

/** The option of a select for "as the wider scope decides". */
export const INHERIT = '-';
/** Beside that option. */
export const PAGE_CHOICES = MAX_SELECT_OPTIONS - 1;

/** Where Libra can be asked: texts, voice, announcements, threads, stages, forums, media. */
const CHANNEL_TYPES = [0, 2, 5, 10, 11, 12, 13, 15, 16];

export interface Controls {
  view: SettingsView;
  scope: Scope;
  field: Field;
  /** Of a long list of choices: the first that is shown. */
  offset: number;
  texts: SettingsTexts;
}

export function controlsOf(controls: Controls): Block[] {
  const { view, field, texts } = controls;
  if (isWritten(field)) return [actionRow(button(controls, 'edit', texts.edit), clearButton(controls))];
  switch (field) {
    case 'answersIn':
      // A select hides its placeholder as soon as something is chosen.
      return [
        textBlock(`**${texts.answersIn.allow}**`),
        channelRow(controls, 'allow'),
        textBlock(`**${texts.answersIn.deny}**`),
        channelRow(controls, 'deny'),
        actionRow(clearButton(controls)),
      ];
    case 'roleLimits':
      return [roleRow(controls), actionRow(clearButton(controls))];
    case 'allowedModels':
      return modelRows(controls);
    case 'model':
      return pagedRows(controls, view.models);
    case 'persona':
      return pagedRows(controls, [...BUILT_IN_PERSONAS, ...view.personas]);
    default:
      return [choiceRow(controls, choicesOf(field, texts))];
  }
}

/** The words of a field that has but a few. */
export function choicesOf(field: Field, texts: SettingsTexts): [value: string, label: string][] {
  switch (field) {
    case 'language':
      return LOCALES.map((locale) => [locale, texts.languages[locale]]);
    case 'conversation':
      return CONVERSATION_KINDS.map((kind) => [kind, texts.conversations[kind]]);
    case 'showCosts':
      return COST_AUDIENCES.map((audience) => [audience, texts.costs[audience]]);
    case 'voice':
      return VOICES.map((voice) => [voice, voice]);
    case 'moderation':
      return MODERATION_LEVELS.map((level) => [level, texts.moderation[level]]);
    default:
      return [
        ['on', texts.on],
        ['off', texts.off],
      ];
  }
}

/** The option that stands for a value. */
function optionOf(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (typeof value === 'object' && value !== null && 'level' in value) return String(value.level);
  return value === undefined ? INHERIT : String(value);
}

function choiceRow(controls: Controls, choices: readonly (readonly [string, string])[]): LayoutRow {
  const { view, scope, field, texts, offset } = controls;
  const current = optionOf(valueIn(view, scope, field));
  const options = [[INHERIT, texts.inherit] as const, ...choices].map(
    ([value, label]): SelectOption => ({ label, value, ...(value === current ? { default: true } : {}) }),
  );
  return actionRow({
    type: MessageComponentTypes.STRING_SELECT,
    custom_id: idOf(controls, 'put', String(offset)),
    placeholder: texts.choose,
    options,
  });
}

function pagedRows(controls: Controls, names: readonly string[]): LayoutRow[] {
  const { offset, texts } = controls;
  const shown = selectable(names).slice(offset, offset + PAGE_CHOICES);
  const choices = shown.map(
    (name) => [name, isBuiltIn(name) ? texts.builtInPersonas[name].name : name] as const,
  );
  return [choiceRow(controls, choices), ...pageRow(controls, names.length)];
}

/** What is chosen on other pages stays. */
function modelRows(controls: Controls): LayoutRow[] {
  const { view, offset, texts } = controls;
  const shown = shownModels(view, offset);
  const allowed = view.server.allowedModels ?? [];
  const select: LayoutRow = actionRow({
    type: MessageComponentTypes.STRING_SELECT,
    custom_id: idOf(controls, 'put', String(offset)),
    placeholder: texts.choose,
    min_values: 0,
    max_values: Math.max(1, shown.length),
    options: shown.map((name) => ({
      label: name,
      value: name,
      ...(allowed.includes(name) ? { default: true as const } : {}),
    })),
  });
  return [
    ...(shown.length === 0 ? [] : [select]),
    ...pageRow(controls, view.catalogue.length),
    actionRow(clearButton(controls)),
  ];
}

export function shownModels({ catalogue }: SettingsView, offset: number): string[] {
  return selectable(catalogue).slice(offset, offset + PAGE_CHOICES);
}

function selectable(names: readonly string[]): string[] {
  return names.filter(({ length }) => length <= MAX_SELECT_CHARS);
}

function pageRow(controls: Controls, total: number): LayoutRow[] {
  const { offset, texts } = controls;
  if (total <= PAGE_CHOICES) return [];
  const turn = (to: number, label: string) =>
    to < 0 || to >= total ? [] : [button(controls, 'view', label, { part: String(to) })];
  return [
    actionRow(...turn(offset - PAGE_CHOICES, texts.earlier), ...turn(offset + PAGE_CHOICES, texts.later)),
  ];
}

function channelRow(controls: Controls, list: 'allow' | 'deny'): LayoutRow {
  const { view, texts } = controls;
  return actionRow({
    type: CHANNEL_SELECT,
    custom_id: idOf(controls, 'put', list),
    placeholder: texts.answersIn[list],
    min_values: 0,
    max_values: MAX_SELECT_OPTIONS,
    channel_types: CHANNEL_TYPES,
    default_values: shownChannels(view, list).map((id) => ({ id, type: 'channel' })),
  } satisfies EntitySelect);
}

/** A select has 25 of them; others come from an import, and stay. */
export function shownChannels({ server }: SettingsView, list: 'allow' | 'deny'): string[] {
  return server.answersIn?.[list].slice(0, MAX_SELECT_OPTIONS) ?? [];
}

function roleRow(controls: Controls): LayoutRow {
  return actionRow({
    type: ROLE_SELECT,
    custom_id: idOf(controls, 'role'),
    placeholder: controls.texts.chooseRole,
    min_values: 1,
    max_values: 1,
  });
}

function clearButton(controls: Controls): Button {
  const { view, scope, field, texts } = controls;
  return button(controls, 'clear', texts.clear, { isOff: valueIn(view, scope, field) === undefined });
}

function button(
  controls: Controls,
  verb: PanelId['verb'],
  label: string,
  { part, isOff = false }: { part?: string; isOff?: boolean } = {},
): Button {
  return {
    type: MessageComponentTypes.BUTTON,
    style: verb === 'edit' ? ButtonStyleTypes.PRIMARY : ButtonStyleTypes.SECONDARY,
    label,
    custom_id: idOf(controls, verb, part),
    ...(isOff ? { disabled: true as const } : {}),
  };
}

function idOf({ view, scope, field }: Controls, verb: PanelId['verb'], part?: string): string {
  const version = scope === 'person' ? view.person_version : view.version;
  return formatPanelId({ verb, scope, field, version, ...(part === undefined ? {} : { part }) });
}
