/** The settings of one question with the persona that they name. Pure. */
import type { Locale } from '../../../shared/contract/caller.ts';
import { isBuiltIn } from '../../../shared/personas/built-in.ts';
import { isSamePersona } from '../../../shared/personas/check.ts';
import type { EffectiveSettings } from '../../../shared/settings/effective.ts';
import type { Persona } from '../../../shared/settings/persona.ts';
import type { ChannelSettings, PersonSettings, ServerSettings } from '../../../shared/settings/settings.ts';
import { builtInPersona } from './built-in.ts';

export interface SettledSettings extends EffectiveSettings {
  /** Absent: Libra itself. Its model is the one that answers, if it may be chosen here. */
  persona?: Persona;
  /** There is something to be found for those who read the answer. */
  hasDocuments?: true;
  /** Personal memory has facts for this place. */
  hasFacts?: true;
}

/** `own`: the server's personas that the settings name. `models`: of the catalogue, for chat. `locale`: the caller's. */
export function settlePersona(
  settings: EffectiveSettings,
  { own, models, locale }: { own: readonly Persona[]; models: readonly string[]; locale: Locale },
): SettledSettings {
  const persona = choose(settings, own, settings.language ?? locale);
  if (persona === undefined) return settings;
  const { model } = persona;
  const isModelThere =
    model !== null && models.includes(model) && (settings.allowedModels?.includes(model) ?? true);
  return { ...settings, persona, ...(isModelThere ? { model } : {}) };
}

/** The nearest that there is: a person's choice may be of another server. */
function choose(
  { personas }: Pick<EffectiveSettings, 'personas'>,
  own: readonly Persona[],
  locale: Locale,
): Persona | undefined {
  for (const name of personas) {
    if (isBuiltIn(name)) return builtInPersona(name, locale);
    const found = own.find((persona) => isSamePersona(persona, name));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The server's own personas that settings name, in lower case. */
export function ownNamesIn(
  ...scopes: readonly (ServerSettings | ChannelSettings | PersonSettings)[]
): string[] {
  return scopes.flatMap(({ persona }) =>
    persona === undefined || isBuiltIn(persona) ? [] : [persona.toLowerCase()],
  );
}
