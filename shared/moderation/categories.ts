/** What a text or a picture can be flagged for: OpenAI's categories of moderation, in the order of its answers. Pure. */
export const CATEGORIES = [
  'harassment',
  'harassment/threatening',
  'hate',
  'hate/threatening',
  'illicit',
  'illicit/violent',
  'self-harm',
  'self-harm/intent',
  'self-harm/instructions',
  'sexual',
  'sexual/minors',
  'violence',
  'violence/graphic',
] as const;

export type Category = (typeof CATEGORIES)[number];

export function isCategory(value: unknown): value is Category {
  return CATEGORIES.some((name) => name === value);
}

/** Those of a list of unknown origin, each once, in the usual order. */
export function readCategories(value: unknown): Category[] {
  return Array.isArray(value) ? CATEGORIES.filter((name) => value.includes(name)) : [];
}

const SELF_HARM: readonly Category[] = ['self-harm', 'self-harm/intent', 'self-harm/instructions'];

/** The person may need help rather than a refusal. */
export function concernsSelfHarm(categories: readonly Category[]): boolean {
  return categories.some((name) => SELF_HARM.includes(name));
}
