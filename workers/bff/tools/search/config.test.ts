import { expect, it } from 'vitest';
import { createVariableReader, VariablesError } from '../../../../shared/config/variables.ts';
import { createReadingTools } from '../reading-tools.ts';
import { readSearch } from './config.ts';

function read(env: Record<string, string>) {
  const reader = createVariableReader(env);
  const settings = readSearch(reader);
  try {
    reader.finish();
    return settings;
  } catch (error) {
    return error instanceof VariablesError ? error.problems : error;
  }
}

it.each([
  [{}, null],
  [{ SEARCH_PROVIDER: 'none', SEARCH_API_KEY: 'k' }, null],
  [
    { SEARCH_PROVIDER: 'brave', SEARCH_API_KEY: 'k' },
    { provider: 'brave', baseUrl: 'https://api.search.brave.com', apiKey: 'k' },
  ],
  [
    { SEARCH_PROVIDER: 'tavily', SEARCH_API_KEY: 'k', SEARCH_BASE_URL: 'https://proxy.example/' },
    { provider: 'tavily', baseUrl: 'https://proxy.example', apiKey: 'k' },
  ],
  [
    { SEARCH_PROVIDER: 'searxng', SEARCH_BASE_URL: 'http://127.0.0.1:8888' },
    { provider: 'searxng', baseUrl: 'http://127.0.0.1:8888', apiKey: null },
  ],
  [{ SEARCH_PROVIDER: 'brave' }, ['SEARCH_API_KEY is missing']],
  [{ SEARCH_PROVIDER: 'searxng' }, ['SEARCH_BASE_URL is missing']],
  [{ SEARCH_PROVIDER: 'bing' }, ['SEARCH_PROVIDER must be one of none, brave, searxng, tavily']],
])('reads %j', (env, expected) => {
  expect(read(env)).toEqual(expected);
});

it('offers a search only where an engine is set', () => {
  const namesOf = (env: Record<string, string>) => {
    const search = readSearch(createVariableReader(env));
    const log = { warn: () => undefined };
    return createReadingTools({ config: { publicWeb: undefined, channelReading: null, search }, log }).map(
      ({ name }) => name,
    );
  };
  expect(namesOf({})).not.toContain('web_search');
  expect(namesOf({ SEARCH_PROVIDER: 'brave', SEARCH_API_KEY: 'k' })).toContain('web_search');
});
