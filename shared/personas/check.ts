/** What is wrong with a persona that somebody wrote, beside what a model may answer to. Pure. */

import type { SettingsProblem } from '../settings/check.ts';
import { parsePersona } from '../settings/parse.ts';
import type { Persona } from '../settings/persona.ts';
import { lazyPattern } from '../text/lazy-pattern.ts';

/** An avatar is an emoji of the server, or a short text. */
const MAX_AVATAR_TEXT_CHARS = 32;
const CUSTOM_EMOJI = /^<a?:\w{2,32}:\d{15,20}>$/;

/** Names are typed, and stand in the custom id of a form. */
const NAME = lazyPattern('^[\\p{L}\\p{N}\\p{M}\\p{Emoji_Presentation} ._-]+$', 'u');

export type PersonaFault =
  | SettingsProblem
  /** It would ping somebody, or looks as if. */
  | { code: 'mention'; path: 'name' | 'greeting' | 'avatar' }
  | { code: 'characters'; path: 'name' | 'avatar' };

/** The first fault; null: none. */
export function findPersonaFault(value: unknown): PersonaFault | null {
  const parsed = parsePersona(value);
  if (!parsed.ok) return parsed.problems[0] ?? { code: 'not_an_object', path: '' };
  const { name, greeting, avatar } = parsed.value;
  const shown = { name, greeting: greeting ?? '', avatar: avatar ?? '' };
  for (const path of ['name', 'greeting', 'avatar'] as const) {
    if (MENTION.test(shown[path])) return { code: 'mention', path };
  }
  if (!NAME().test(name) || name !== name.trim()) return { code: 'characters', path: 'name' };
  return avatar === null ? null : findAvatarFault(avatar);
}

/** Everybody, roles, people, channels. */
const MENTION = /@(everyone|here)|<[@#][!&]?\d+>/i;

function findAvatarFault(avatar: string): PersonaFault | null {
  if (CUSTOM_EMOJI.test(avatar)) return null;
  if (avatar.length > MAX_AVATAR_TEXT_CHARS) {
    return { code: 'too_long', path: 'avatar', limit: MAX_AVATAR_TEXT_CHARS };
  }
  return /[\n\r`]/.test(avatar) ? { code: 'characters', path: 'avatar' } : null;
}

/** Told apart without regard to case. */
export function isSamePersona(one: Pick<Persona, 'name'>, name: string): boolean {
  return one.name.toLowerCase() === name.toLowerCase();
}
