/** The characters that every Libra has. Their names and greetings are the bot's, their instructions the bff's. Pure. */

export const BUILT_IN_PERSONAS = [
  'tutor',
  'translator',
  'code-reviewer',
  'rubber-duck',
  'game-master',
] as const;
/** As settings hold it. */
export type BuiltInPersona = (typeof BUILT_IN_PERSONAS)[number];

export const BUILT_IN_AVATARS: Record<BuiltInPersona, string> = {
  tutor: '🎓',
  translator: '🌐',
  'code-reviewer': '🔍',
  'rubber-duck': '🦆',
  'game-master': '🎲',
};

export function isBuiltIn(name: string): name is BuiltInPersona {
  return (BUILT_IN_PERSONAS as readonly string[]).includes(name);
}
