/** Whether the search engine that the bff would ask answers: by one search. */
import { createVariableReader } from '../../shared/config/variables.ts';
import { askSearch, type SearchFailure } from '../../workers/bff/tools/search/ask.ts';
import { readSearch } from '../../workers/bff/tools/search/config.ts';
import type { StackSettings } from '../stack/settings.ts';
import { type Finding, failed, ok } from './finding.ts';

const PART = 'web search';

export async function checkSearch({ overrides }: StackSettings): Promise<Finding> {
  const settings = readSearch(createVariableReader(overrides));
  if (settings === null) return ok(PART, 'not set: the model cannot search the web (SEARCH_PROVIDER)');
  const { signal } = new AbortController();
  const outcome = await askSearch(settings, 'Cloudflare Workers', 1, { fetch, signal });
  if (outcome.ok) return ok(PART, `${settings.provider} answers`);
  const seen = `${settings.provider}: ${outcome.failure}${outcome.status === null ? '' : ` (status ${outcome.status})`}`;
  return failed(PART, seen, ADVICE[outcome.failure] ?? 'Is SEARCH_BASE_URL right, and is the engine up?');
}

const ADVICE: Partial<Record<SearchFailure, string>> = {
  key_refused: 'Copy SEARCH_API_KEY again; a SearXNG has to list json under search.formats.',
  limit_reached: 'Wait, or look at the plan of your account.',
};
