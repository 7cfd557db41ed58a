/** What the composer offers for a line: commands while the name is typed, then the active option's choices. */
import type { PageLocale, RegisteredCommand, RegisteredOption } from '../../protocol.ts';
import { ATTACHMENT_OPTION } from './attached.ts';
import { startsWithTyped } from './hangul.ts';
import { localise } from './localise.ts';
import { namesOf } from './lookup.ts';
import { type Choice, fold, optionChoices } from './options.ts';
import type { LineContext, ParsedLine } from './parse.ts';
import { remoteKey } from './remote.ts';

export type Suggestion =
  | {
      kind: 'command';
      key: string;
      title: string;
      alias: string | null;
      detail: string;
      command: RegisteredCommand;
      /** The options' names in the language of the page, by registered name. */
      optionNames: Record<string, string>;
      line: string;
    }
  | { kind: 'option'; key: string; title: string; detail: string; required: boolean; line: string }
  /** `valueLine`: the line with the value itself, where the title says more of it. */
  | { kind: 'choice'; key: string; title: string; line: string; valueLine: string };

/** Suggestions for the line, best first; `line` of each is what the composer holds once it is accepted. */
export function suggest(line: string, parsed: ParsedLine, context: LineContext): Suggestion[] {
  switch (parsed.kind) {
    case 'naming':
      return suggestCommands(parsed.query, context);
    case 'command':
      if (parsed.nameOnly) return suggestCommands(parsed.command.name, context, parsed.command);
      return [...suggestChoices(line, parsed, context), ...suggestOptions(line, parsed, context.locale)];
    default:
      return [];
  }
}

/** True when accepting a suggestion would change nothing but a space: then Enter sends the line instead. */
export function isAlreadyTyped(suggestion: Suggestion, line: string): boolean {
  if (suggestion.kind === 'option') return false;
  const typed = fold(line.trim());
  if (fold(suggestion.line.trim()) === typed) return true;
  if (suggestion.kind === 'choice') return fold(suggestion.valueLine.trim()) === typed;
  if (suggestion.kind !== 'command') return false;
  const { command } = suggestion;
  return namesOf(command).some((name) => fold(`/${name}`) === typed);
}

function suggestCommands(query: string, context: LineContext, exact?: RegisteredCommand): Suggestion[] {
  const ranked = context.commands.flatMap((command) => {
    const names = namesOf(command);
    if (command === exact) return [{ command, rank: 0 }];
    if (names.some((name) => startsWithTyped(name, query))) return [{ command, rank: 1 }];
    if (names.some((name) => fold(name).includes(fold(query)))) return [{ command, rank: 2 }];
    return [];
  });
  return ranked
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ command }) => {
      const title = localise(command.name, command.name_localizations, context.locale);
      return {
        kind: 'command',
        key: command.name,
        title,
        alias: title === command.name ? null : command.name,
        detail: localise(command.description, command.description_localizations, context.locale),
        command,
        optionNames: Object.fromEntries(
          (command.options ?? []).map(({ name, name_localizations }) => [
            name,
            localise(name, name_localizations, context.locale),
          ]),
        ),
        line: `/${title} `,
      };
    });
}

type CommandLine = Extract<ParsedLine, { kind: 'command' }>;

function suggestChoices(line: string, parsed: CommandLine, context: LineContext): Suggestion[] {
  if (parsed.active === null) return [];
  const remote = context.remote?.[remoteKey(parsed.command, parsed.active)];
  const choices =
    parsed.active.autocomplete === true
      ? (remote?.shown ?? [])
      : optionChoices(parsed.active, context.locale, context.nameable);
  if (choices === null) return [];
  const filled = parsed.options.find(({ option }) => option === parsed.active);
  const written = filled?.written.trim() ?? '';
  const head = filled?.present === true ? line.slice(0, line.lastIndexOf(written)) : line;
  // `name:` without a value ends in the colon: nothing of it is replaced.
  const kept = written === '' ? line : head;
  return (
    choices
      // What the bot offers it has chosen by what was typed then.
      .filter((choice) => remote?.shownFor === written || matchesChoice(choice, written))
      .map((choice) => ({
        kind: 'choice',
        key: String(choice.value),
        title: choice.label,
        line: `${kept}${choice.label} `,
        valueLine: `${kept}${choice.value}`,
      }))
  );
}

function matchesChoice(choice: Choice, written: string): boolean {
  return [choice.label, choice.registeredLabel, choice.label.replace(/^[@#]/, ''), String(choice.value)].some(
    (name) => startsWithTyped(name, written),
  );
}

/** Options that are still empty, offered after a space, once those that are required are there. */
function suggestOptions(line: string, parsed: CommandLine, locale: PageLocale): Suggestion[] {
  if (!/\s$/.test(line) || parsed.options.some(({ option, present }) => option.required === true && !present))
    return [];
  return parsed.options
    .filter(({ present, option }) => !present && option.type !== ATTACHMENT_OPTION)
    .map(({ option }) => ({
      kind: 'option',
      key: option.name,
      title: localise(option.name, option.name_localizations, locale),
      detail: localise(option.description, option.description_localizations, locale),
      required: option.required === true,
      line: withOption(line, option, locale),
    }));
}

/** The line with ` name:` at its end, ready for a value. */
export function withOption(line: string, option: RegisteredOption, locale: PageLocale): string {
  const name = localise(option.name, option.name_localizations, locale);
  return `${line}${/\s$/.test(line) ? '' : ' '}${name}:`;
}
