import { expect, it } from 'vitest';
import { startSearchStandIn } from '../search/server.ts';
import { parseDevVars } from '../stack/settings.ts';
import { checkSearch } from './search.ts';

it('asks the search engine, and tells a key that is refused without showing it', async () => {
  const engine = await startSearchStandIn();
  const check = (key: string) =>
    checkSearch(parseDevVars(`SEARCH_PROVIDER=brave\nSEARCH_BASE_URL=${engine.url}\nSEARCH_API_KEY=${key}`));
  try {
    expect(await check(engine.apiKey)).toEqual({ part: 'web search', state: 'ok', seen: 'brave answers' });
    const refused = await check('not-the-key');
    expect(refused).toMatchObject({ state: 'failed', seen: 'brave: key_refused (status 422)' });
    expect(JSON.stringify(refused)).not.toContain('not-the-key');
  } finally {
    await engine.close();
  }
});

it('is content without one', async () => {
  expect(await checkSearch({ overrides: {} })).toMatchObject({ state: 'ok' });
});
