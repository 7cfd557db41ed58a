/**
 * A modal as a bot opens it, checked as Discord checks it. Stricter: text inputs stand in a Label; the older rows are
 * refused. Pure.
 *
 * Source: https://discord.com/developers/docs/components/reference and the published OpenAPI document.
 */
import { isRecord, type JsonRecord } from '../../../../shared/json.ts';
import type {
  CheckboxGroupView,
  FileUploadView,
  GroupOptionView,
  LabelView,
  ModalFieldView,
  ModalView,
  TextInputView,
} from '../../component-views.ts';
import { readFileTypes } from '../file-types.ts';
import {
  type Field,
  readBoolean,
  readNumber,
  readObjects,
  readText,
  refuseChoice,
  refuseMissing,
  refuseNoObject,
} from '../form.ts';
import { type CustomIds, readCustomId, readId } from './ids.ts';
import { numberComponents } from './number.ts';
import { readCounts, readLabelled, readRequired, readSelect, SELECT_TYPES } from './select.ts';
import { readTextDisplay } from './text-display.ts';

const MAX_TOP_LEVEL = 5;
const MAX_INPUT_CHARS = 4_000;
const MAX_FILES = 10;
const MAX_GROUP_OPTIONS = 10;
const LABEL = 18;
const TEXT_DISPLAY = 10;
const FIELD_TYPES = [4, ...SELECT_TYPES, 19, 21, 22, 23];

export function readModal(field: Field, source: JsonRecord): ModalView {
  const customId = readText(field, source, 'custom_id', { min: 1, max: 100, required: true }) ?? '';
  const title = readText(field, source, 'title', { min: 1, max: 45, required: true }) ?? '';
  const entries = readObjects(field, source, 'components', { min: 1, max: MAX_TOP_LEVEL });
  if (entries === undefined) refuseMissing(field.child('components'));
  const customIds: CustomIds = new Set();
  const components = (entries ?? []).flatMap(({ value, field: at }): ModalView['components'] => {
    const type = readNumber(at, value, 'type', { required: true });
    if (type === TEXT_DISPLAY) return [readTextDisplay(at, value)];
    if (type === LABEL) return [readLabel(at, value, customIds)];
    if (type !== undefined) refuseChoice(at.child('type'), [TEXT_DISPLAY, LABEL]);
    return [];
  });
  numberComponents(components);
  return { custom_id: customId, title, components };
}

function readLabel(field: Field, source: JsonRecord, customIds: CustomIds): LabelView {
  const label = readText(field, source, 'label', { min: 1, max: 45, required: true }) ?? '';
  const description = readText(field, source, 'description', { min: 1, max: 100 });
  return {
    type: LABEL,
    ...readId(field, source),
    label,
    ...(description === undefined ? {} : { description }),
    component: readField(field.child('component'), source.component, customIds),
  };
}

function readField(field: Field, source: unknown, customIds: CustomIds): ModalFieldView {
  const broken: ModalFieldView = { type: 23, custom_id: '' };
  if (source === undefined || source === null) {
    refuseMissing(field);
    return broken;
  }
  if (!isRecord(source)) {
    refuseNoObject(field);
    return broken;
  }
  const type = readNumber(field, source, 'type', { required: true }) ?? 0;
  if (SELECT_TYPES.includes(type)) return readSelect(field, source, customIds, 'modal');
  switch (type) {
    case 4:
      return readTextInput(field, source, customIds);
    case 19:
      return readFileUpload(field, source, customIds);
    case 21:
      return {
        type,
        ...readId(field, source),
        custom_id: readCustomId(field, source, customIds),
        required: readBoolean(field, source, 'required') ?? true,
        options: readGroupOptions(field, source, { min: 2, defaults: 1 }),
      };
    case 22:
      return readCheckboxGroup(field, source, customIds);
    case 23: {
      const customId = readCustomId(field, source, customIds);
      const checked = readBoolean(field, source, 'default') === true;
      return { type, ...readId(field, source), custom_id: customId, ...(checked ? { default: true } : {}) };
    }
    default:
      refuseChoice(field.child('type'), FIELD_TYPES);
      return broken;
  }
}

function readTextInput(field: Field, source: JsonRecord, customIds: CustomIds): TextInputView {
  const customId = readCustomId(field, source, customIds);
  const style = readNumber(field, source, 'style', { required: true });
  if (style !== undefined && style !== 1 && style !== 2) refuseChoice(field.child('style'), [1, 2]);
  const least = readNumber(field, source, 'min_length', { min: 0, max: MAX_INPUT_CHARS });
  const most = readNumber(field, source, 'max_length', { min: 1, max: MAX_INPUT_CHARS }) ?? MAX_INPUT_CHARS;
  if (least !== undefined && least > most) {
    field.child('min_length').refuse('COMPONENT_MIN_MAX_INVALID', 'min_length is greater than max_length');
  }
  const value = readText(field, source, 'value', { max: most });
  const placeholder = readText(field, source, 'placeholder', { max: 100 });
  if (source.label !== undefined && source.label !== null) {
    field
      .child('label')
      .refuse('COMPONENT_LABEL_NOT_ALLOWED', 'The Label around a text input holds its label');
  }
  return {
    type: 4,
    ...readId(field, source),
    custom_id: customId,
    style: style === 2 ? 2 : 1,
    required: readBoolean(field, source, 'required') ?? true,
    max_length: most,
    ...(least === undefined ? {} : { min_length: least }),
    ...(value === undefined ? {} : { value }),
    ...(placeholder === undefined ? {} : { placeholder }),
  };
}

function readFileUpload(field: Field, source: JsonRecord, customIds: CustomIds): FileUploadView {
  const customId = readCustomId(field, source, customIds);
  const counts = readCounts(field, source, MAX_FILES);
  const types = readFileTypes(field, source);
  return {
    type: 19,
    ...readId(field, source),
    custom_id: customId,
    ...counts,
    required: readRequired(field, source, counts.min_values),
    ...(types === undefined ? {} : { file_types: types }),
  };
}

function readCheckboxGroup(field: Field, source: JsonRecord, customIds: CustomIds): CheckboxGroupView {
  const customId = readCustomId(field, source, customIds);
  const options = readGroupOptions(field, source, { min: 1, defaults: MAX_GROUP_OPTIONS });
  const least = readNumber(field, source, 'min_values', { min: 0, max: MAX_GROUP_OPTIONS }) ?? 1;
  const most =
    readNumber(field, source, 'max_values', { min: 1, max: MAX_GROUP_OPTIONS }) ??
    Math.max(1, options.length);
  if (least > most || most > Math.max(1, options.length)) {
    field.child('max_values').refuse('COMPONENT_MIN_MAX_INVALID', 'min_values ≤ max_values ≤ options');
  }
  return {
    type: 22,
    ...readId(field, source),
    custom_id: customId,
    min_values: least,
    max_values: most,
    required: readRequired(field, source, least),
    options,
  };
}

function readGroupOptions(
  field: Field,
  source: JsonRecord,
  rule: { min: number; defaults: number },
): GroupOptionView[] {
  const entries = readObjects(field, source, 'options', { min: rule.min, max: MAX_GROUP_OPTIONS });
  if (entries === undefined) refuseMissing(field.child('options'));
  const values = new Set<string>();
  const options = (entries ?? []).map(({ value, field: at }) => readLabelled(at, value, values));
  if (options.filter((option) => option.default === true).length > rule.defaults) {
    field.child('options').refuse('COMPONENT_TOO_MANY_DEFAULTS', 'Only one option can be the default');
  }
  return options;
}
