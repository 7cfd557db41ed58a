/** OpenAI's voices, in the order in which they are offered. A server of another make has others: their names may be typed. */
export const VOICES: readonly string[] = [
  'alloy',
  'ash',
  'ballad',
  'cedar',
  'coral',
  'echo',
  'fable',
  'marin',
  'nova',
  'onyx',
  'sage',
  'shimmer',
  'verse',
];

const NAME = /^[\w.-]{1,64}$/;

/** As it is stored; null for what is no name. Known ones in any case. */
export function readVoice(typed: string): string | null {
  const name = typed.trim();
  const known = VOICES.find((voice) => voice === name.toLowerCase());
  return known ?? (NAME.test(name) ? name : null);
}

export function matchingVoices(typed: string): string[] {
  const wanted = typed.trim().toLowerCase();
  return VOICES.filter((voice) => voice.includes(wanted));
}
