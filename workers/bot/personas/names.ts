/** How personas are named and found in a person's language. Pure. */
import { LOCALES } from '../../../shared/contract/caller.ts';
import { BUILT_IN_AVATARS, BUILT_IN_PERSONAS, isBuiltIn } from '../../../shared/personas/built-in.ts';
import { isSamePersona } from '../../../shared/personas/check.ts';
import type { Persona } from '../../../shared/settings/persona.ts';
import { textsFor } from '../locale/choose.ts';
import type { Texts } from '../locale/texts.ts';

export interface NamedPersona {
  /** As settings hold it. */
  key: string;
  /** As it is shown. */
  name: string;
  avatar: string;
  greeting: string;
  /** Null: a built-in one. */
  own: Persona | null;
}

/** The built-in ones, then the server's. */
export function allPersonas(own: readonly Persona[], texts: Texts): NamedPersona[] {
  const builtIn = BUILT_IN_PERSONAS.map((key) => {
    const { name, greeting } = texts.personas.builtIn[key];
    return { key, name, avatar: BUILT_IN_AVATARS[key], greeting, own: null };
  });
  return [...builtIn, ...own.map((persona) => toNamed(persona))];
}

function toNamed(persona: Persona): NamedPersona {
  const { name, avatar, greeting } = persona;
  return { key: name, name, avatar: avatar ?? '🎭', greeting: greeting ?? '', own: persona };
}

/** By its name here or in any of Libra's languages. */
export function findPersona(personas: readonly NamedPersona[], typed: string): NamedPersona | undefined {
  const wanted = typed.trim();
  const key = builtInOf(wanted);
  return (
    personas.find((persona) => persona.key === key) ??
    personas.find(({ own }) => own !== null && isSamePersona(own, wanted))
  );
}

/** True for what no persona of a server may be called: a built-in one in any language, and the word for none. */
export function isReservedName(typed: string): boolean {
  return builtInOf(typed.trim()) !== undefined || isNone(typed);
}

export function isNone(typed: string): boolean {
  const wanted = fold(typed);
  return LOCALES.some((locale) => fold(textsFor(locale).personas.none) === wanted);
}

/** What settings hold, as it is shown. */
export function nameOf(key: string, texts: Texts): string {
  return isBuiltIn(key) ? texts.personas.builtIn[key].name : key;
}

function builtInOf(typed: string): string | undefined {
  const wanted = fold(typed);
  return BUILT_IN_PERSONAS.find(
    (key) =>
      key === wanted ||
      LOCALES.some((locale) => fold(textsFor(locale).personas.builtIn[key].name) === wanted),
  );
}

function fold(text: string): string {
  return text.trim().normalize('NFKC').toLowerCase();
}
