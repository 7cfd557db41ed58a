/**
 * Application commands that are to be registered, checked as Discord checks them. Pure.
 *
 * Source: https://discord.com/developers/docs/interactions/application-commands
 */
import { isRecord, type JsonRecord } from '../../../shared/json.ts';
import type { RegisteredCommand } from '../protocol.ts';
import { checkOptions, type OptionDraft } from './command-options.ts';
import {
  checkLength,
  createForm,
  type Field,
  type FormErrors,
  readBoolean,
  readList,
  readNumber,
  readText,
  refuseChoice,
  refuseNoObject,
} from './form.ts';
import { readLocalizations } from './locales.ts';

const COMMAND_NAME = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;
const MAX_COMMAND_CHARS = 8_000;
/** The command that launches an Activity. */
const ENTRY_POINT = 4;
/** By command type: slash, user, message, Entry Point. */
const MAX_COMMANDS: Record<number, number> = { 1: 100, 2: 15, 3: 15, [ENTRY_POINT]: 1 };
/** 1: the app answers; 2: Discord launches the Activity. */
const HANDLERS = [1, 2];

export type CommandDraft = Omit<RegisteredCommand, 'id' | 'guild_id'>;
export type CommandsRefusal =
  | { ok: false; kind: 'form'; errors: FormErrors }
  | { ok: false; kind: 'too-many'; max: number };
export type CommandsVerdict = { ok: true; commands: CommandDraft[] } | CommandsRefusal;
export type NewCommandVerdict = { ok: true; command: CommandDraft } | CommandsRefusal;

/** The list of a bulk overwrite. */
export function parseCommands(body: unknown): CommandsVerdict {
  const form = createForm();
  if (!Array.isArray(body)) {
    form.refuse('LIST_TYPE_CONVERT', 'Only iterables may be used in a ListType.');
    return { ok: false, kind: 'form', errors: form.errors() ?? {} };
  }
  const commands: CommandDraft[] = [];
  for (const [index, value] of body.entries()) {
    if (!isRecord(value)) {
      refuseNoObject(form.child(index));
      continue;
    }
    commands.push(parseCommand(form.child(index), value));
  }
  checkUniqueNames(form, commands);
  const errors = form.errors();
  if (errors !== null) return { ok: false, kind: 'form', errors };
  return checkCounts(commands);
}

/** One command that is created beside those that `exist`, or replaces the one of its name and type. */
export function parseNewCommand(body: unknown, exist: readonly RegisteredCommand[]): NewCommandVerdict {
  const form = createForm();
  if (!isRecord(body)) {
    refuseNoObject(form);
    return { ok: false, kind: 'form', errors: form.errors() ?? {} };
  }
  const command = parseCommand(form, body);
  const errors = form.errors();
  if (errors !== null) return { ok: false, kind: 'form', errors };
  const counted = checkCounts([...exist.filter((known) => !isSameCommand(known, command)), command]);
  return counted.ok ? { ok: true, command } : counted;
}

export function isSameCommand(known: CommandDraft, draft: CommandDraft): boolean {
  return known.name === draft.name && known.type === draft.type;
}

/** An Entry Point command can be removed by itself, but never by a bulk overwrite. */
export function removesEntryPoint(
  before: readonly RegisteredCommand[],
  after: readonly CommandDraft[],
): boolean {
  const has = (commands: readonly CommandDraft[]) => commands.some(({ type }) => type === ENTRY_POINT);
  return has(before) && !has(after);
}

function checkCounts(commands: CommandDraft[]): CommandsVerdict {
  for (const [type, max] of Object.entries(MAX_COMMANDS)) {
    const count = commands.filter((command) => command.type === Number(type)).length;
    if (count > max) return { ok: false, kind: 'too-many', max };
  }
  return { ok: true, commands };
}

function parseCommand(field: Field, source: JsonRecord): CommandDraft {
  const type = readNumber(field, source, 'type') ?? 1;
  if (MAX_COMMANDS[type] === undefined) refuseChoice(field.child('type'), [1, 2, 3, ENTRY_POINT]);
  const checkName = type === 1 || type === ENTRY_POINT ? checkSlashName : checkMenuName;
  const name = readText(field, source, 'name', { min: 1, max: 32, required: true }) ?? '';
  if (name !== '' && name.length <= 32) checkName(field.child('name'), name);

  const description = readText(field, source, 'description', descriptionRule(type)) ?? '';
  const options = type === 1 ? checkOptions(field, source, checkSlashName) : undefined;
  if (type !== 1 && source.options !== undefined) {
    field
      .child('options')
      .refuse('APPLICATION_COMMAND_OPTIONS_TYPE_INVALID', 'Only slash commands have options.');
  }
  const descriptionLocalizations = readLocalizations(
    field,
    source,
    'description_localizations',
    (place, text) => checkLength(place, text.length, { min: 1, max: 100 }),
  );
  if (type !== 1 && type !== ENTRY_POINT && Object.keys(descriptionLocalizations ?? {}).length > 0) {
    field
      .child('description_localizations')
      .refuse('APPLICATION_COMMAND_DESCRIPTION_INVALID', 'Only slash commands have a description.');
  }
  const handler = type === ENTRY_POINT ? (readNumber(field, source, 'handler') ?? 1) : undefined;
  if (handler !== undefined && !HANDLERS.includes(handler)) refuseChoice(field.child('handler'), HANDLERS);
  const integrationTypes = readEnumList(field, source, 'integration_types', [0, 1]) ?? [0];
  const contexts = readContexts(field, source, integrationTypes);
  const nsfw = readBoolean(field, source, 'nsfw') ?? false;
  const permissions = readPermissions(field, source);
  const nameLocalizations = readLocalizations(field, source, 'name_localizations', (place, text) => {
    checkLength(place, text.length, { min: 1, max: 32 });
    if (text !== '' && text.length <= 32) checkName(place, text);
  });
  const command: CommandDraft = {
    name,
    name_localizations: nameLocalizations ?? null,
    description,
    description_localizations: descriptionLocalizations ?? null,
    type,
    default_member_permissions: permissions,
    integration_types: integrationTypes,
    contexts,
    nsfw,
    ...(handler === undefined ? {} : { handler }),
    ...(options === undefined ? {} : { options }),
  };
  if (countCharacters(command) > MAX_COMMAND_CHARS) {
    field.refuse('APPLICATION_COMMAND_TOO_LARGE', `Command exceeds maximum size (${MAX_COMMAND_CHARS}).`);
  }
  return command;
}

function checkSlashName(field: Field, name: string): void {
  if (!COMMAND_NAME.test(name) || name !== name.toLowerCase()) {
    field.refuse('APPLICATION_COMMAND_INVALID_NAME', 'Command name is invalid');
  }
}

function checkMenuName(field: Field, name: string): void {
  if (name.trim() !== name) field.refuse('APPLICATION_COMMAND_INVALID_NAME', 'Command name is invalid');
}

function descriptionRule(type: number): { max: number; min?: number; required?: boolean } {
  if (type === ENTRY_POINT) return { max: 100 };
  return type === 1 ? { min: 1, max: 100, required: true } : { max: 0 };
}

function readContexts(field: Field, source: JsonRecord, integrations: readonly number[]): number[] | null {
  const contexts = readEnumList(field, source, 'contexts', [0, 1, 2]);
  if (contexts?.includes(2) === true && !integrations.includes(1)) {
    field
      .child('contexts')
      .refuse(
        'APPLICATION_COMMAND_CONTEXTS_INVALID',
        'Private channels need the user-install integration type.',
      );
  }
  return contexts ?? null;
}

function readEnumList(
  field: Field,
  source: JsonRecord,
  key: string,
  allowed: readonly number[],
): number[] | undefined {
  const list = readList(field, source, key);
  if (list === undefined) return undefined;
  if (list.length === 0) field.child(key).refuse('BASE_TYPE_MIN_LENGTH', 'Must be 1 or more in length.');
  if (new Set(list).size !== list.length) {
    field.child(key).refuse('SET_TYPE_DUPLICATE', 'Values must be unique.');
  }
  for (const [index, value] of list.entries()) {
    if (!allowed.includes(value as number)) refuseChoice(field.child(key).child(index), allowed);
  }
  return list as number[];
}

function readPermissions(field: Field, source: JsonRecord): string | null {
  const value = source.default_member_permissions;
  if (value === undefined || value === null) return null;
  if (typeof value === 'string' && /^\d{1,20}$/.test(value)) return value;
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return String(value);
  field.child('default_member_permissions').refuse('BITFIELD_TYPE_CONVERT', 'Must be a decimal bit set.');
  return null;
}

/** Names are unique within a type, in every language that a person may see them in. */
function checkUniqueNames(form: Field, commands: readonly CommandDraft[]): void {
  const seen = new Set<string>();
  for (const [index, command] of commands.entries()) {
    const names = [`*:${command.name}`];
    for (const [locale, name] of Object.entries(command.name_localizations ?? {})) {
      names.push(`${locale}:${name}`);
    }
    for (const name of names) {
      const key = `${command.type}:${name}`;
      if (seen.has(key)) {
        form
          .child(index)
          .child('name')
          .refuse('APPLICATION_COMMANDS_DUPLICATE_NAME', 'Application command names must be unique');
      }
      seen.add(key);
    }
  }
}

/** Discord counts, of each text, only its longest language; choices' values count too. */
function countCharacters(entry: CommandDraft | OptionDraft): number {
  let total = longest(entry.name, entry.name_localizations);
  total += longest(entry.description, entry.description_localizations);
  for (const choice of 'choices' in entry ? (entry.choices ?? []) : []) {
    total += longest(choice.name, choice.name_localizations) + String(choice.value).length;
  }
  for (const option of entry.options ?? []) total += countCharacters(option);
  return total;
}

function longest(text: string, localizations: Record<string, string> | null | undefined): number {
  return Math.max(text.length, ...Object.values(localizations ?? {}).map((other) => other.length));
}
