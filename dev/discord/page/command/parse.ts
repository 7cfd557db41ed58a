/**
 * Reads a line of the composer: `/chat 안녕`, `/mute 30`, `/mute seconds:30`, `/대화 질문: 안녕`.
 *
 * Options may be written by name (`name:value`, in any language) or by position. A free text that no required option
 * follows takes the rest of the line. Behind it, ` name:` begins another option only when what follows fits that
 * option, so that a colon in a sentence stays in the sentence.
 */
import type { PageLocale, RegisteredCommand, RegisteredOption } from '../../protocol.ts';
import { ATTACHMENT_OPTION, type Attached } from './attached.ts';
import { startsWithTyped } from './hangul.ts';
import { findByName, namesOf, takeCommand } from './lookup.ts';
import {
  fold,
  isFreeText,
  type Nameable,
  names,
  type OptionValue,
  optionChoices,
  readValue,
  type ValueProblem,
} from './options.ts';
import { type Remote, remoteKey } from './remote.ts';

export interface FilledOption {
  option: RegisteredOption;
  /** As written; empty when the option is not there. */
  written: string;
  /** True once the line mentions the option, with a value or still without one. */
  present: boolean;
  problem: ValueProblem | null;
  value: OptionValue | null;
}

export type ParsedLine =
  | { kind: 'empty' }
  /** No slash in front: an ordinary message, which this bot cannot read. */
  | { kind: 'plain'; text: string }
  /** The command's name is still being typed, or nobody knows it. */
  | { kind: 'naming'; query: string }
  | { kind: 'unknown'; name: string }
  | {
      kind: 'command';
      command: RegisteredCommand;
      options: FilledOption[];
      /** True while not even a space follows the name. */
      nameOnly: boolean;
      /** The option that the end of the line belongs to; null when there is none left to fill. */
      active: RegisteredOption | null;
      /** Text that no option takes. */
      surplus: string;
    };

export interface LineContext {
  commands: readonly RegisteredCommand[];
  locale: PageLocale;
  nameable: Nameable;
  /** Files beside the line. */
  attached?: Attached;
  /** Choices that the bot has offered. */
  remote?: Remote;
}

export function parseLine(line: string, context: LineContext): ParsedLine {
  const text = line.replace(/^\s+/, '');
  if (text === '') return { kind: 'empty' };
  if (!text.startsWith('/')) return { kind: 'plain', text: text.trim() };
  const taken = takeCommand(context.commands, text.slice(1));
  if (taken !== null) return fill(taken.command, taken.rest, context);
  const query = text.slice(1).replaceAll(/\s+/g, ' ');
  const mayGrow = context.commands.some((command) =>
    namesOf(command).some((name) => name.includes(' ') && startsWithTyped(name, query)),
  );
  if (mayGrow || !/\s/.test(query)) return { kind: 'naming', query };
  return { kind: 'unknown', name: query.split(' ')[0] ?? '' };
}

/** The options' values by registered name, or null when something is missing or wrong. */
export function valuesOf(options: readonly FilledOption[]): Record<string, OptionValue> | null {
  if (options.some(({ problem }) => problem !== null)) return null;
  return Object.fromEntries(
    options.flatMap(({ option, value }) => (value === null ? [] : [[option.name, value]])),
  );
}

function fill(command: RegisteredCommand, rest: string, context: LineContext): ParsedLine {
  const declared = (command.options ?? []).filter(({ type }) => type !== ATTACHMENT_OPTION);
  const written = new Map<RegisteredOption, string>();
  const { positional, named } = splitNamed(rest, declared, context);
  for (const { option, value } of named) written.set(option, value);
  const surplus = placePositional(positional, declared, written, context);

  const options = (command.options ?? []).map((option): FilledOption => {
    if (option.type === ATTACHMENT_OPTION) return fillFile(option, context.attached?.[option.name]);
    const text = written.get(option);
    if (text === undefined) {
      const problem = option.required === true ? ({ code: 'missing' } as const) : null;
      return { option, written: '', present: false, problem, value: null };
    }
    const verdict = readValue(
      option,
      text,
      context.locale,
      context.nameable,
      context.remote?.[remoteKey(command, option)]?.seen,
    );
    return verdict.ok
      ? { option, written: text, present: true, problem: null, value: verdict.value }
      : { option, written: text, present: true, problem: verdict.problem, value: null };
  });
  return {
    kind: 'command',
    command,
    options,
    surplus,
    nameOnly: rest === '',
    active: activeOption(rest, options, named),
  };
}

function fillFile(option: RegisteredOption, file: Attached[string] | undefined): FilledOption {
  if (file !== undefined) {
    return { option, written: file.filename, present: true, problem: null, value: file.id };
  }
  const problem = option.required === true ? ({ code: 'missing' } as const) : null;
  return { option, written: '', present: false, problem, value: null };
}

interface NamedPart {
  option: RegisteredOption;
  value: string;
}

/** Cuts `… name:value name:value` apart. What stands before the first name is positional. */
function splitNamed(
  rest: string,
  declared: readonly RegisteredOption[],
  context: LineContext,
): { positional: string; named: NamedPart[] } {
  const marks = [...rest.matchAll(/(?<=^|\s)([^\s:]{1,32}):/gu)].flatMap((match) => {
    const option = findByName(declared, match[1] ?? '');
    return option === undefined ? [] : [{ option, start: match.index, end: match.index + match[0].length }];
  });
  // An option that has the line's first words cannot begin again in the middle of them: `/chat what does prompt: do`.
  const opening = marks.find(({ start }) => rest.slice(0, start).trim() === '');
  const owner = opening?.option ?? declared.find(isFreeText);
  // From the end to the front, so that each candidate is judged by the text that would really be its own.
  const named: NamedPart[] = [];
  let limit = rest.length;
  for (const mark of marks.toReversed()) {
    const value = rest.slice(mark.end, limit);
    const unused = mark.option !== owner && !named.some(({ option }) => option === mark.option);
    if (mark === opening || (unused && fits(mark.option, value, limit === rest.length, context))) {
      named.unshift({ option: mark.option, value });
      limit = mark.start;
    }
  }
  return { positional: rest.slice(0, limit), named };
}

/** Whether a named option in the middle of a line is meant as one. `atEnd`: its value may still be growing. */
function fits(option: RegisteredOption, value: string, atEnd: boolean, context: LineContext): boolean {
  if (isFreeText(option)) return true;
  const text = value.trim();
  if (atEnd && text === '') return true;
  if (readValue(option, text, context.locale, context.nameable).ok) return true;
  const choices = optionChoices(option, context.locale, context.nameable) ?? [];
  return atEnd && choices.some(({ label }) => fold(label).startsWith(fold(text)));
}

/** Gives unnamed text to the options that are still empty, in their order; returns what is left over. */
function placePositional(
  positional: string,
  declared: readonly RegisteredOption[],
  written: Map<RegisteredOption, string>,
  context: LineContext,
): string {
  let rest = positional.trim();
  const open = declared.filter((option) => !written.has(option));
  for (const [index, option] of open.entries()) {
    if (rest === '') break;
    const taken =
      isFreeText(option) && !open.slice(index + 1).some(({ required }) => required === true)
        ? rest
        : (longestChoice(option, rest, context) ?? /^\S+/.exec(rest)?.[0] ?? '');
    written.set(option, taken);
    rest = rest.slice(taken.length).trim();
  }
  return rest;
}

/** A choice whose label has spaces in it is taken whole. */
function longestChoice(option: RegisteredOption, rest: string, context: LineContext): string | undefined {
  const choices = optionChoices(option, context.locale, context.nameable) ?? [];
  const ends = [...rest.matchAll(/\s|$/g)].map(({ index }) => index).toReversed();
  return ends.map((end) => rest.slice(0, end)).find((head) => choices.some((choice) => names(choice, head)));
}

function activeOption(
  rest: string,
  options: readonly FilledOption[],
  named: readonly NamedPart[],
): RegisteredOption | null {
  const typed = options.filter(({ option }) => option.type !== ATTACHMENT_OPTION);
  const last = named.at(-1);
  if (last !== undefined) {
    const filled = options.find(({ option }) => option === last.option);
    const finished = filled?.problem === null && /\s$/.test(rest) && !isFreeText(last.option);
    if (!finished) return last.option;
  } else if (!/(^|\s)$/.test(rest)) {
    return typed.findLast(({ present }) => present)?.option ?? null;
  } else {
    const open = typed.findLast(({ present }) => present);
    if (open !== undefined && isFreeText(open.option)) return open.option;
  }
  const unset = options.filter(({ present, option }) => !present && option.type !== ATTACHMENT_OPTION);
  return (unset.find(({ option }) => option.required === true) ?? unset[0])?.option ?? null;
}
