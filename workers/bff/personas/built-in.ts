/** The built-in personas in a person's language. Pure. */
import type { Locale } from '../../../shared/contract/caller.ts';
import { BUILT_IN_AVATARS, type BuiltInPersona } from '../../../shared/personas/built-in.ts';
import type { Persona } from '../../../shared/settings/persona.ts';
import { INSTRUCTIONS_EN } from './built-in-en.ts';
import { INSTRUCTIONS_KO } from './built-in-ko.ts';

const INSTRUCTIONS: Record<Locale, Record<BuiltInPersona, string>> = {
  en: INSTRUCTIONS_EN,
  ko: INSTRUCTIONS_KO,
};

export function builtInPersona(name: BuiltInPersona, locale: Locale): Persona {
  return {
    name,
    instructions: INSTRUCTIONS[locale][name],
    model: null,
    temperature: null,
    greeting: null,
    avatar: BUILT_IN_AVATARS[name],
  };
}
