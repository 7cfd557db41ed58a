/**
 * A command as a person calls it: checked as a Discord client checks it before anything is sent, and turned into
 * the `data` of the interaction. Pure.
 */
import type { JsonRecord } from '../../../shared/json.ts';
import type { InvokeCommand, RegisteredCommand, RegisteredOption } from '../protocol.ts';
import { MAX_OPTION_CHARS, OPTION_TYPE } from './command-options.ts';
import { fitsFileTypes } from './file-types.ts';

/** A call of 6,000 characters stands above its answer, and nobody reads it there. */
const MAX_TEXT_CHARS = 500;

export type OptionValue = string | number | boolean;
export interface InvokedOption {
  name: string;
  type: number;
  value?: OptionValue;
  options?: InvokedOption[];
}
export type InvocationVerdict =
  | { ok: true; command: RegisteredCommand; data: JsonRecord; text: string }
  | { ok: false; error: string };

export type FoundCommand =
  | {
      ok: true;
      command: RegisteredCommand;
      /** The sub-commands on the way. */
      nesting: RegisteredOption[];
      /** The options to fill. */
      declared: RegisteredOption[];
    }
  | { ok: false; error: string };

/** A command by its registered name, or a sub-command by its whole path. */
export function findCommand(path: string, commands: readonly RegisteredCommand[]): FoundCommand {
  const [name = '', ...steps] = path.split(' ');
  const command = commands.find((candidate) => candidate.type === 1 && candidate.name === name);
  if (command === undefined) return refuse(name, 'There is no such command here');
  const nesting: RegisteredOption[] = [];
  let declared = command.options ?? [];
  for (const step of steps) {
    const next = declared.find(
      (option) => option.name === step && option.type <= OPTION_TYPE.subCommandGroup,
    );
    if (next === undefined) return refuse(step, 'There is no such sub-command');
    nesting.push(next);
    declared = next.options ?? [];
  }
  if (declared.some((option) => option.type <= OPTION_TYPE.subCommandGroup)) {
    return refuse(path, 'Choose a sub-command');
  }
  return { ok: true, command, nesting, declared };
}

export function nest<Option extends { name: string; type: number }>(
  options: readonly Option[],
  nesting: readonly RegisteredOption[],
): (Option | { name: string; type: number; options: unknown[] })[] {
  let nested: (Option | { name: string; type: number; options: unknown[] })[] = [...options];
  for (const { name, type } of nesting.toReversed()) nested = [{ name, type, options: nested }];
  return nested;
}

/** Which roles and uploaded files there are for the person. */
export interface Known {
  role(id: string): boolean;
  /** The file's name, or undefined. */
  upload(id: string): string | undefined;
}
const NOTHING_KNOWN: Known = { role: () => false, upload: () => undefined };

/** `commands`: what is offered in the channel. `text` is how the call looks there: `/chat 안녕`. */
export function parseInvocation(
  call: Pick<InvokeCommand, 'name' | 'options'>,
  commands: readonly RegisteredCommand[],
  known: Known = NOTHING_KNOWN,
): InvocationVerdict {
  const found = findCommand(call.name, commands);
  if (!found.ok) return found;
  const { command, nesting, declared } = found;

  const values = call.options ?? {};
  const stranger = Object.keys(values).find((key) => !declared.some((option) => option.name === key));
  if (stranger !== undefined) return refuse(stranger, 'There is no such option');
  const given: InvokedOption[] = [];
  for (const option of declared) {
    const value = values[option.name];
    if (value === undefined) {
      if (option.required === true) return refuse(option.name, 'This option is required');
      continue;
    }
    const fault = findFault(option, value, known);
    if (fault !== null) return refuse(option.name, fault);
    given.push({ name: option.name, type: option.type, value });
  }
  const options = nest(given, nesting);
  return {
    ok: true,
    command,
    text: invocationText(call, declared, known),
    data: {
      id: command.id,
      name: command.name,
      type: 1,
      ...(command.guild_id === undefined ? {} : { guild_id: command.guild_id }),
      ...(options.length === 0 ? {} : { options }),
    },
  };
}

/** The same without any check, for tests that send what no client would. Types are guessed from the values. */
export function uncheckedInvocation(
  call: Pick<InvokeCommand, 'name' | 'options'>,
  id: string,
): { data: JsonRecord; text: string } {
  const options = Object.entries(call.options ?? {}).map(([name, value]) => ({
    name,
    type: guessType(value),
    value,
  }));
  return {
    text: invocationText(call, [], NOTHING_KNOWN),
    data: { id, name: call.name, type: 1, ...(options.length === 0 ? {} : { options }) },
  };
}

function invocationText(
  call: Pick<InvokeCommand, 'name' | 'options'>,
  declared: readonly RegisteredOption[],
  known: Known,
): string {
  const values = Object.entries(call.options ?? {}).map(([name, value]) => {
    const isFile = declared.some((option) => option.name === name && option.type === OPTION_TYPE.attachment);
    return (isFile ? known.upload(String(value)) : undefined) ?? String(value);
  });
  const text = [`/${call.name}`, ...values].join(' ');
  return text.length <= MAX_TEXT_CHARS ? text : `${text.slice(0, MAX_TEXT_CHARS).toWellFormed()}…`;
}

function findFault(option: RegisteredOption, value: OptionValue, known: Known): string | null {
  switch (option.type) {
    case OPTION_TYPE.string: {
      if (typeof value !== 'string') return 'Must be a text';
      const { min_length: min = 0, max_length: max = MAX_OPTION_CHARS } = option;
      if (option.required === true && value === '') return 'This option is required';
      if (value.length < min) return `Must be at least ${min} characters long`;
      if (value.length > max) return `Must be at most ${max} characters long`;
      break;
    }
    case OPTION_TYPE.integer:
    case OPTION_TYPE.number: {
      if (typeof value !== 'number' || !Number.isFinite(value)) return 'Must be a number';
      if (option.type === OPTION_TYPE.integer && !Number.isSafeInteger(value))
        return 'Must be a whole number';
      if (option.min_value !== undefined && value < option.min_value)
        return `Must be at least ${option.min_value}`;
      if (option.max_value !== undefined && value > option.max_value)
        return `Must be at most ${option.max_value}`;
      break;
    }
    case OPTION_TYPE.boolean:
      return typeof value === 'boolean' ? null : 'Must be true or false';
    case OPTION_TYPE.user:
    case OPTION_TYPE.channel:
      return typeof value === 'string' && /^\d{1,20}$/.test(value) ? null : 'Must be an id';
    case OPTION_TYPE.role:
      return known.role(String(value)) ? null : 'There is no such role';
    case OPTION_TYPE.attachment: {
      const filename = known.upload(String(value));
      if (filename === undefined) return 'There is no such file';
      return fitsFileTypes(filename, option.file_types) ? null : 'This kind of file is not taken';
    }
    default:
      return 'The stand-in has no values of this type';
  }
  const choices = option.choices ?? [];
  if (choices.length > 0 && !choices.some((choice) => choice.value === value))
    return 'Must be one of the choices';
  return null;
}

function guessType(value: OptionValue): number {
  if (typeof value === 'string') return OPTION_TYPE.string;
  return typeof value === 'boolean' ? OPTION_TYPE.boolean : OPTION_TYPE.integer;
}

function refuse(what: string, why: string): { ok: false; error: string } {
  return { ok: false, error: `${what}: ${why}` };
}
