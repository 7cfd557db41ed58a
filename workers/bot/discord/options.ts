/** The options of a command as Discord sends them. Pure. */
import { isList, isRecord } from '../../../shared/json.ts';
import { OPTION_TYPE } from './option-type.ts';

/** Discord's, of a command as of a menu. */
export const MAX_OPTIONS = 25;

/** By the option's name. */
export type OptionValues = ReadonlyMap<string, string | number | boolean>;

export interface ParsedOptions {
  options: OptionValues;
  subcommand: string | null;
  /** The one that is being typed; empty when Discord does not say. */
  focused: string;
}

/** Null: malformed. The options of a sub-command are taken as the command's own. */
export function parseOptions(value: unknown): ParsedOptions | null {
  if (value === undefined || value === null) return { options: new Map(), subcommand: null, focused: '' };
  if (!isList(value) || value.length > MAX_OPTIONS) return null;
  const options = new Map<string, string | number | boolean>();
  let subcommand: string | null = null;
  let focused = '';
  for (const option of value) {
    if (!isRecord(option) || !isShortText(option.name)) return null;
    if (option.type === OPTION_TYPE.SUB_COMMAND) {
      const inner = parseOptions(option.options);
      if (inner === null || inner.subcommand !== null || subcommand !== null) return null;
      subcommand = option.name;
      focused = inner.focused;
      for (const [name, innerValue] of inner.options) options.set(name, innerValue);
      continue;
    }
    const { value: given } = option;
    if (typeof given !== 'string' && typeof given !== 'number' && typeof given !== 'boolean') return null;
    if (option.focused === true) focused = option.name;
    options.set(option.name, given);
  }
  return { options, subcommand, focused };
}

/** As long as Discord's names and values may be. */
export function isShortText(value: unknown): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= 100;
}
