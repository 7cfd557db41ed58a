/** Choices that the bot offers while an option is typed. Pure. */
import type { PageLocale, RegisteredCommand, RegisteredOption } from '../../protocol.ts';
import type { AutocompleteChoice } from '../../surfaces.ts';
import { localise } from './localise.ts';
import type { Choice } from './options.ts';

export interface RemoteChoices {
  /** The newest that were offered. */
  shown: readonly Choice[];
  /** What was typed when they were. */
  shownFor: string;
  /** All that were offered: the line holds a label, and the interaction its value. */
  seen: readonly Choice[];
}
/** By `remoteKey`. */
export type Remote = Readonly<Record<string, RemoteChoices>>;

/** Two commands may have options of one name. */
export function remoteKey(command: RegisteredCommand, option: RegisteredOption): string {
  return `${command.name} ${option.name}`;
}

export function toChoices(choices: readonly AutocompleteChoice[], locale: PageLocale): Choice[] {
  return choices.map(({ name, name_localizations, value }) => ({
    label: localise(name, name_localizations, locale),
    registeredLabel: name,
    value,
  }));
}

export function withShown(
  remote: Remote,
  key: string,
  { shown, shownFor }: Pick<RemoteChoices, 'shown' | 'shownFor'>,
): Remote {
  const seen = remote[key]?.seen ?? [];
  const labels = new Set(shown.map(({ label }) => label));
  const kept = seen.filter(({ label }) => !labels.has(label));
  return { ...remote, [key]: { shown, shownFor, seen: [...shown, ...kept] } };
}
