/** Select menus within Discord's limits, in messages and in modals. Pure. */
import type { JsonRecord } from '../../../../shared/json.ts';
import type { EntitySelectView, SelectOptionView, SelectView } from '../../component-views.ts';
import {
  type Field,
  readBoolean,
  readList,
  readNumber,
  readObjects,
  readText,
  refuseChoice,
  refuseMissing,
} from '../form.ts';
import { readEmoji } from './button.ts';
import { type CustomIds, readCustomId, readId } from './ids.ts';

const MAX_OPTIONS = 25;
const STRING_SELECT = 3;
const CHANNEL_SELECT = 8;
export const SELECT_TYPES: readonly number[] = [STRING_SELECT, 5, 6, 7, CHANNEL_SELECT];
/** By select type: what its default values may be. */
const DEFAULT_TYPES: Record<number, readonly string[]> = {
  5: ['user'],
  6: ['role'],
  7: ['user', 'role'],
  8: ['channel'],
};
const CHANNEL_TYPES: readonly number[] = [0, 1, 2, 3, 4, 5, 10, 11, 12, 13, 14, 15, 16];

export function readSelect(
  field: Field,
  source: JsonRecord,
  customIds: CustomIds,
  place: 'message' | 'modal',
): SelectView {
  const type = Number(source.type);
  const customId = readCustomId(field, source, customIds);
  const placeholder = readText(field, source, 'placeholder', { max: 150 });
  const counts = readCounts(field, source, MAX_OPTIONS);
  const disabled = readBoolean(field, source, 'disabled') === true;
  if (disabled && place === 'modal') {
    field.child('disabled').refuse('COMPONENT_DISABLED_IN_MODAL', 'Selects in modals cannot be disabled');
  }
  const required = place === 'modal' ? readRequired(field, source, counts.min_values) : undefined;
  const common = {
    ...readId(field, source),
    custom_id: customId,
    ...counts,
    ...(placeholder === undefined ? {} : { placeholder }),
    ...(disabled ? { disabled } : {}),
    ...(required === undefined ? {} : { required }),
  };
  if (type !== STRING_SELECT) return readEntitySelect(field, source, type as 5 | 6 | 7 | 8, common);
  const options = readOptions(field, source);
  if (options.length > 0 && counts.max_values > options.length) {
    field
      .child('max_values')
      .refuse(
        'COMPONENT_MAX_VALUES_TOO_LARGE',
        `Must be ${options.length} or fewer: there are no more options`,
      );
  }
  if (options.filter((option) => option.default === true).length > counts.max_values) {
    field.child('options').refuse('COMPONENT_TOO_MANY_DEFAULTS', 'More defaults than max_values');
  }
  return { type: STRING_SELECT, ...common, options };
}

function readEntitySelect(
  field: Field,
  source: JsonRecord,
  type: EntitySelectView['type'],
  common: Omit<EntitySelectView, 'type'>,
): EntitySelectView {
  const select: EntitySelectView = { type, ...common };
  const channelTypes = readList(field, source, 'channel_types');
  if (channelTypes !== undefined) {
    if (type !== CHANNEL_SELECT) refuseChoice(field.child('channel_types'), []);
    for (const [index, value] of channelTypes.entries()) {
      if (!CHANNEL_TYPES.includes(value as number))
        refuseChoice(field.child('channel_types').child(index), CHANNEL_TYPES);
    }
    select.channel_types = channelTypes as number[];
  }
  const defaults = readObjects(field, source, 'default_values', { max: MAX_OPTIONS });
  if (defaults === undefined) return select;
  select.default_values = defaults.map(({ value, field: at }) => {
    const id = readText(at, value, 'id', { min: 1, max: 20, required: true }) ?? '';
    const kind = readText(at, value, 'type', { min: 1, max: 10, required: true }) ?? '';
    const kinds = DEFAULT_TYPES[type] ?? [];
    if (!kinds.includes(kind)) refuseChoice(at.child('type'), kinds);
    return { id, type: kind as 'user' | 'role' | 'channel' };
  });
  if (defaults.length < select.min_values && defaults.length > 0) {
    field.child('default_values').refuse('COMPONENT_TOO_FEW_DEFAULTS', 'Fewer defaults than min_values');
  }
  return select;
}

function readOptions(field: Field, source: JsonRecord): SelectOptionView[] {
  const entries = readObjects(field, source, 'options', { min: 1, max: MAX_OPTIONS });
  if (entries === undefined) {
    refuseMissing(field.child('options'));
    return [];
  }
  const values = new Set<string>();
  return entries.map(({ value: entry, field: at }) => {
    const option: SelectOptionView = readLabelled(at, entry, values);
    const emoji = readEmoji(at, entry);
    if (emoji !== undefined) option.emoji = emoji;
    return option;
  });
}

/** An option's label, value, description and default; values are unique. */
export function readLabelled(
  field: Field,
  source: JsonRecord,
  values: Set<string>,
): Omit<SelectOptionView, 'emoji'> {
  const label = readText(field, source, 'label', { min: 1, max: 100, required: true }) ?? '';
  const value = readText(field, source, 'value', { min: 1, max: 100, required: true }) ?? '';
  if (values.has(value)) {
    field
      .child('value')
      .refuse('SELECT_COMPONENT_OPTION_VALUE_DUPLICATED', 'The specified option value is already used');
  }
  values.add(value);
  const description = readText(field, source, 'description', { max: 100 });
  const isDefault = readBoolean(field, source, 'default') === true;
  return {
    label,
    value,
    ...(description === undefined ? {} : { description }),
    ...(isDefault ? { default: true } : {}),
  };
}

/** One by default; the least is no more than the most. */
export function readCounts(
  field: Field,
  source: JsonRecord,
  max: number,
): { min_values: number; max_values: number } {
  const least = readNumber(field, source, 'min_values', { min: 0, max }) ?? 1;
  const most = readNumber(field, source, 'max_values', { min: 1, max }) ?? Math.max(1, least);
  if (least > most) {
    field.child('min_values').refuse('COMPONENT_MIN_MAX_INVALID', 'min_values is greater than max_values');
  }
  return { min_values: least, max_values: most };
}

/** True by default, and then at least one value is needed. */
export function readRequired(field: Field, source: JsonRecord, minValues: number): boolean {
  const required = readBoolean(field, source, 'required') ?? true;
  if (required && minValues === 0) {
    field
      .child('min_values')
      .refuse('COMPONENT_REQUIRED_MIN_VALUES', 'A required component needs min_values ≥ 1');
  }
  return required;
}
