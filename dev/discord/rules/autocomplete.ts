/**
 * A command that is still being typed, and the choices that a bot offers for it. Pure.
 *
 * Source: https://discord.com/developers/docs/interactions/application-commands#autocomplete
 */
import { isRecord, type JsonRecord } from '../../../shared/json.ts';
import type { RegisteredCommand } from '../protocol.ts';
import type { AutocompleteChoice, AutocompleteRequest } from '../surfaces.ts';
import { OPTION_TYPE } from './command-options.ts';
import {
  checkLength,
  createForm,
  type Field,
  type FormErrors,
  readNumber,
  readObjects,
  readText,
  refuseChoice,
  refuseMissing,
  refuseNoObject,
} from './form.ts';
import { findCommand, nest } from './invocation.ts';
import { readLocalizations } from './locales.ts';

const AUTOCOMPLETE_RESULT = 8;
const MAX_CHOICES = 25;

export type PartialVerdict =
  | { ok: true; data: JsonRecord; optionType: number }
  | { ok: false; error: string };

/** What is typed so far is neither complete nor checked: numbers, too, travel as text while they are focused. */
export function parsePartial(
  request: Pick<AutocompleteRequest, 'name' | 'options' | 'focused'>,
  commands: readonly RegisteredCommand[],
): PartialVerdict {
  const found = findCommand(request.name, commands);
  if (!found.ok) return found;
  const focused = found.declared.find(({ name }) => name === request.focused);
  if (focused?.autocomplete !== true) {
    return { ok: false, error: `${request.focused}: There is no such option that completes itself` };
  }
  const options = found.declared.flatMap((option) => {
    const value = request.options?.[option.name];
    if (option === focused)
      return [{ name: option.name, type: option.type, value: value ?? '', focused: true }];
    return value === undefined ? [] : [{ name: option.name, type: option.type, value }];
  });
  const { command } = found;
  return {
    ok: true,
    optionType: focused.type,
    data: {
      id: command.id,
      name: command.name,
      type: 1,
      ...(command.guild_id === undefined ? {} : { guild_id: command.guild_id }),
      options: nest(options, found.nesting),
    },
  };
}

export type ChoicesVerdict = { ok: true; choices: AutocompleteChoice[] } | { ok: false; errors: FormErrors };

export function parseChoices(body: unknown, optionType: number): ChoicesVerdict {
  const form = createForm();
  const choices = readChoices(form, body, optionType);
  const errors = form.errors();
  return errors === null ? { ok: true, choices } : { ok: false, errors };
}

function readChoices(form: Field, body: unknown, optionType: number): AutocompleteChoice[] {
  if (!isRecord(body)) {
    refuseNoObject(form);
    return [];
  }
  if (readNumber(form, body, 'type', { required: true }) !== AUTOCOMPLETE_RESULT) {
    refuseChoice(form.child('type'), [AUTOCOMPLETE_RESULT]);
    return [];
  }
  const field = form.child('data');
  if (!isRecord(body.data)) {
    refuseNoObject(field);
    return [];
  }
  const entries = readObjects(field, body.data, 'choices', { max: MAX_CHOICES });
  if (entries === undefined) refuseMissing(field.child('choices'));
  return (entries ?? []).map(({ value: entry, field: at }) => {
    const name = readText(at, entry, 'name', { min: 1, max: 100, required: true }) ?? '';
    const localizations = readLocalizations(at, entry, 'name_localizations', (place, text) =>
      checkLength(place, text.length, { min: 1, max: 100 }),
    );
    const value =
      optionType === OPTION_TYPE.string
        ? readText(at, entry, 'value', { max: 100, required: true })
        : readNumber(at, entry, 'value', { integer: optionType === OPTION_TYPE.integer, required: true });
    return {
      name,
      value: value ?? '',
      ...(localizations === undefined ? {} : { name_localizations: localizations }),
    };
  });
}
