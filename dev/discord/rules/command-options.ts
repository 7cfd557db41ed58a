/** The options of a slash command, sub-commands and choices included. Pure. */
import type { JsonRecord } from '../../../shared/json.ts';
import type { RegisteredOption } from '../protocol.ts';
import { readFileTypes } from './file-types.ts';
import {
  checkLength,
  type Field,
  readBoolean,
  readList,
  readNumber,
  readObjects,
  readText,
  refuseChoice,
} from './form.ts';
import { readLocalizations } from './locales.ts';

export const OPTION_TYPE = {
  subCommand: 1,
  subCommandGroup: 2,
  string: 3,
  integer: 4,
  boolean: 5,
  user: 6,
  channel: 7,
  role: 8,
  mentionable: 9,
  number: 10,
  attachment: 11,
} as const;

const MAX_OPTIONS = 25;
const MAX_CHOICES = 25;
export const MAX_OPTION_CHARS = 6_000;
const NUMERIC: readonly number[] = [OPTION_TYPE.integer, OPTION_TYPE.number];
const WITH_CHOICES: readonly number[] = [OPTION_TYPE.string, ...NUMERIC];

export type OptionDraft = RegisteredOption;
type CheckName = (field: Field, name: string) => void;

/** What may stand at this level: a command holds all, a group only sub-commands, a sub-command only values. */
type Level = 'command' | 'group' | 'sub-command';

export function checkOptions(
  parent: Field,
  source: JsonRecord,
  checkName: CheckName,
  level: Level = 'command',
): OptionDraft[] | undefined {
  const entries = readObjects(parent, source, 'options', { max: MAX_OPTIONS });
  if (entries === undefined) return undefined;
  const options: OptionDraft[] = [];
  const names = new Set<string>();
  let optionalSeen = false;
  for (const { value, field } of entries) {
    const option = checkOption(field, value, checkName, level);
    if (option.required === true && optionalSeen) {
      field.refuse(
        'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID',
        'Required options must be placed before non-required options',
      );
    }
    optionalSeen ||= option.required !== true;
    if (names.has(option.name)) {
      field
        .child('name')
        .refuse('APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS', 'Option names must be unique');
    }
    names.add(option.name);
    options.push(option);
  }
  const nested = options.filter((option) => isNested(option.type)).length;
  if (nested > 0 && nested < options.length) {
    parent
      .child('options')
      .refuse(
        'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID',
        'Sub-command and sub-command group option types are mutually exclusive to all other types',
      );
  }
  return options;
}

function checkOption(field: Field, source: JsonRecord, checkName: CheckName, level: Level): OptionDraft {
  const type = readNumber(field, source, 'type', { required: true }) ?? 0;
  const allowed = typesAt(level);
  if (source.type !== undefined && !allowed.includes(type)) refuseChoice(field.child('type'), allowed);

  const name = readText(field, source, 'name', { min: 1, max: 32, required: true }) ?? '';
  if (name !== '' && name.length <= 32) checkName(field.child('name'), name);
  const description = readText(field, source, 'description', { min: 1, max: 100, required: true }) ?? '';
  const nameLocalizations = readLocalizations(field, source, 'name_localizations', (place, text) => {
    checkLength(place, text.length, { min: 1, max: 32 });
    if (text !== '' && text.length <= 32) checkName(place, text);
  });
  const descriptionLocalizations = readLocalizations(
    field,
    source,
    'description_localizations',
    (place, text) => checkLength(place, text.length, { min: 1, max: 100 }),
  );
  const option: OptionDraft = {
    type,
    name,
    name_localizations: nameLocalizations ?? null,
    description,
    description_localizations: descriptionLocalizations ?? null,
  };
  const required = readBoolean(field, source, 'required');
  if (required !== undefined) option.required = required;
  if (isNested(type)) {
    if (required === true) {
      field
        .child('required')
        .refuse('APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID', 'Sub-commands cannot be required');
    }
    const inner = level === 'command' && type === OPTION_TYPE.subCommandGroup ? 'group' : 'sub-command';
    const options = checkOptions(field, source, checkName, inner);
    if (options !== undefined) option.options = options;
    return option;
  }
  checkBounds(field, source, option);
  checkChoices(field, source, option);
  const channelTypes = readList(field, source, 'channel_types');
  if (channelTypes !== undefined) {
    if (type !== OPTION_TYPE.channel) refuseForType(field.child('channel_types'));
    option.channel_types = channelTypes as number[];
  }
  const fileTypes = readFileTypes(field, source);
  if (fileTypes !== undefined) {
    if (type !== OPTION_TYPE.attachment) refuseForType(field.child('file_types'));
    option.file_types = fileTypes;
  }
  return option;
}

function checkBounds(field: Field, source: JsonRecord, option: OptionDraft): void {
  const numeric = NUMERIC.includes(option.type);
  const integer = option.type === OPTION_TYPE.integer;
  const bounds = {
    min_value: readNumber(field, source, 'min_value', { integer }),
    max_value: readNumber(field, source, 'max_value', { integer }),
    min_length: readNumber(field, source, 'min_length', { min: 0, max: MAX_OPTION_CHARS }),
    max_length: readNumber(field, source, 'max_length', { min: 1, max: MAX_OPTION_CHARS }),
  };
  for (const [key, value] of Object.entries(bounds)) {
    if (value === undefined) continue;
    const fits = key.endsWith('_value') ? numeric : option.type === OPTION_TYPE.string;
    if (fits) Object.assign(option, { [key]: value });
    else refuseForType(field.child(key));
  }
  for (const what of ['value', 'length'] as const) {
    const least = bounds[`min_${what}`];
    const most = bounds[`max_${what}`];
    if (least !== undefined && most !== undefined && least > most) {
      field
        .child(`min_${what}`)
        .refuse('APPLICATION_COMMAND_OPTION_MIN_MAX_INVALID', 'The least is greater than the most.');
    }
  }
}

function checkChoices(field: Field, source: JsonRecord, option: OptionDraft): void {
  const entries = readObjects(field, source, 'choices', { max: MAX_CHOICES });
  const autocomplete = readBoolean(field, source, 'autocomplete') ?? false;
  if (autocomplete) option.autocomplete = true;
  if (autocomplete && !WITH_CHOICES.includes(option.type)) refuseForType(field.child('autocomplete'));
  if (entries === undefined || entries.length === 0) return;
  if (!WITH_CHOICES.includes(option.type)) {
    refuseForType(field.child('choices'));
    return;
  }
  if (autocomplete) {
    field
      .child('choices')
      .refuse('APPLICATION_COMMAND_OPTIONS_CHOICES_AUTOCOMPLETE', 'Autocomplete options have no choices');
  }
  const names = new Set<string>();
  option.choices = entries.map(({ value, field: place }) => {
    const name = readText(place, value, 'name', { min: 1, max: 100, required: true }) ?? '';
    if (names.has(name)) {
      place
        .child('name')
        .refuse('APPLICATION_COMMAND_OPTIONS_CHOICE_NAME_ALREADY_EXISTS', 'Choice names must be unique');
    }
    names.add(name);
    const localizations = readLocalizations(place, value, 'name_localizations', (at, text) =>
      checkLength(at, text.length, { min: 1, max: 100 }),
    );
    const chosen =
      option.type === OPTION_TYPE.string
        ? readText(place, value, 'value', { min: 1, max: 100, required: true })
        : readNumber(place, value, 'value', { integer: option.type === OPTION_TYPE.integer, required: true });
    return { name, name_localizations: localizations ?? null, value: chosen ?? '' };
  });
}

function typesAt(level: Level): number[] {
  const values = Object.values(OPTION_TYPE).filter((type) => !isNested(type));
  if (level === 'group') return [OPTION_TYPE.subCommand];
  return level === 'command' ? Object.values(OPTION_TYPE) : values;
}

function isNested(type: number): boolean {
  return type === OPTION_TYPE.subCommand || type === OPTION_TYPE.subCommandGroup;
}

function refuseForType(field: Field): void {
  field.refuse('APPLICATION_COMMAND_OPTION_TYPE_MISMATCH', 'This field does not go with this option type.');
}
