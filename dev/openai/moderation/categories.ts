/** What follows from each of OpenAI's categories of moderation. Pure. */
import type { Category } from '../../../shared/moderation/categories.ts';

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
