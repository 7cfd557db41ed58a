/** What was found, as text for the model. Pure. */

import { decodeEntities } from '../../../../shared/html/entities.ts';
import { isPublicHttpUrl } from '../../../../shared/http/public-url.ts';
import { dropHidden } from '../../../../shared/text/hidden.ts';
import { MAX_RESULT_BYTES, type ToolResult, type ToolSource } from '../tool.ts';
import type { FoundPage } from './providers.ts';

export const MAX_RESULTS = 8;
const MAX_TITLE_CHARS = 150;
const MAX_SNIPPET_CHARS = 400;
const MAX_AGE_CHARS = 40;
const MAX_URL_CHARS = 500;
const TAG = /<\/?[a-z][^<>]{0,200}>/gi;

export function showResults(found: readonly FoundPage[]): ToolResult {
  const pages = found
    .filter(({ url }) => url.length <= MAX_URL_CHARS && isPublicHttpUrl(url))
    .slice(0, MAX_RESULTS);
  const lines: string[] = [];
  const sources: ToolSource[] = [];
  let bytes = 0;
  for (const page of pages) {
    const title = clean(page.title, MAX_TITLE_CHARS) || page.url;
    const about = [clean(page.age, MAX_AGE_CHARS), clean(page.snippet, MAX_SNIPPET_CHARS)];
    const line = `${sources.length + 1}. ${title}\n${page.url}\n${about.filter((text) => text !== '').join(' · ')}\n`;
    bytes += new TextEncoder().encode(line).length + 1;
    if (bytes > MAX_RESULT_BYTES) break;
    lines.push(line);
    sources.push({ url: page.url, title });
  }
  if (lines.length === 0) return { ok: true, content: 'Nothing was found.' };
  return { ok: true, content: lines.join('\n').trimEnd(), sources };
}

/** Engines mark the words that fit with tags. */
function clean(text: string, maxChars: number): string {
  const plain = decodeEntities(text.replace(TAG, '')).toWellFormed();
  return dropHidden(plain).replace(/\s+/g, ' ').trim().slice(0, maxChars).toWellFormed();
}
