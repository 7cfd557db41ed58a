/** Choices that the bot offers while an option is typed. Pure. */
import type { PageLocale, RegisteredOption } from '../../protocol.ts';
import type { AutocompleteChoice } from '../../surfaces.ts';
import { localise } from './localise.ts';
import type { Choice } from './options.ts';

export interface RemoteChoices {
  /** For what is typed now. */
  shown: readonly Choice[];
  /** All that were offered: the line holds a label, and the interaction its value. */
  seen: readonly Choice[];
}
/** By the option's registered name. */
export type Remote = Readonly<Record<string, RemoteChoices>>;

export function toChoices(choices: readonly AutocompleteChoice[], locale: PageLocale): Choice[] {
  return choices.map(({ name, name_localizations, value }) => ({
    label: localise(name, name_localizations, locale),
    registeredLabel: name,
    value,
  }));
}

export function withShown(remote: Remote, option: RegisteredOption, shown: readonly Choice[]): Remote {
  const seen = remote[option.name]?.seen ?? [];
  const labels = new Set(shown.map(({ label }) => label));
  return {
    ...remote,
    [option.name]: { shown, seen: [...shown, ...seen.filter(({ label }) => !labels.has(label))] },
  };
}
