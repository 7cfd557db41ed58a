/** OpenAI's categories of moderation, in the order of its answers, and what follows from each. Pure. */
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

/** A threat is harassment and violence too: real answers flag the wider category together with the narrower one. */
export const IMPLIED: Partial<Record<Category, readonly Category[]>> = {
  'harassment/threatening': ['harassment', 'violence'],
  'hate/threatening': ['hate', 'violence'],
  'illicit/violent': ['illicit'],
  'self-harm/intent': ['self-harm'],
  'self-harm/instructions': ['self-harm'],
  'sexual/minors': ['sexual'],
  'violence/graphic': ['violence'],
};

/** What flags a text for each category: any one of them. */
export type Rules = Partial<Record<Category, readonly RegExp[]>>;
