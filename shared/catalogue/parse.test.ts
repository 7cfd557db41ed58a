import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createVariableReader, VariablesError } from '../config/variables.ts';
import { findChain, findPrice, modelsOf } from './catalogue.ts';
import { formatProblem, parseCatalogue } from './parse.ts';
import { readCatalogue, splitCatalogue } from './read.ts';

const PRICES = { date: '2026-11-01', prompt: 1, completion: 4 };
const GOOD = {
  default: 'libra',
  providers: [
    { name: 'a', base_url: 'https://a.example/v1/?api-version=1', key: 'A_KEY' },
    { name: 'b', base_url: 'http://127.0.0.1:11434/v1', auth: 'none', note: 'on the desk' },
  ],
  models: [
    { name: 'small', provider: 'a', context_window: 8_000, prices: PRICES },
    { name: 'large', provider: 'a', upstream: 'large-2', context_window: 200_000 },
    { name: 'llama3:8b', provider: 'b' },
  ],
  aliases: [
    { name: 'libra', chain: [{ target: 'small' }, { target: 'spare' }] },
    {
      name: 'spare',
      chain: [{ share: [{ target: 'large', weight: 3 }, { target: 'llama3:8b' }], on: ['context'] }],
    },
  ],
};

function problemsOf(change: (draft: typeof GOOD & Record<string, unknown>) => void): string[] {
  const draft = structuredClone(GOOD) as typeof GOOD & Record<string, unknown>;
  change(draft);
  const parsed = parseCatalogue(draft);
  return parsed.ok ? [] : parsed.problems.map((problem) => formatProblem(problem, 'c'));
}

function good() {
  const parsed = parseCatalogue(GOOD);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.catalogue;
}

describe('a catalogue', () => {
  it('has a chain for every name, the default first', () => {
    const { chains, providers, defaultName } = good();
    expect([...chains.keys()]).toEqual(['libra', 'spare', 'small', 'large', 'llama3:8b']);
    expect(defaultName).toBe('libra');
    expect(providers[0]).toMatchObject({ baseUrl: 'https://a.example/v1', query: { 'api-version': '1' } });
  });

  it('puts the chain of an alias in its place, entered for the reasons of that place', () => {
    const chain = findChain(good(), 'libra') ?? [];
    expect(modelsOf(chain).map(({ upstream }) => upstream)).toEqual(['small', 'large-2', 'llama3:8b']);
    expect(chain[1]?.on).toContain('timeout');
    expect(findChain(good(), 'spare')?.[0]?.on).toEqual(['context']);
    expect(findChain(good(), 'llama-99')).toBeUndefined();
  });

  it.each([
    ['https://api.openai.com/v1', true],
    ['https://mine.openai.azure.com/openai/deployments/d', true],
    ['https://a.example/v1', undefined],
    ['https://openai.azure.com.example/v1', undefined],
  ])('of %s takes a cache key: %s', (base_url, takesCacheKey) => {
    const [first, ...others] = GOOD.providers;
    const parsed = parseCatalogue({ ...GOOD, providers: [{ ...first, base_url }, ...others] });
    const chain = parsed.ok ? findChain(parsed.catalogue, 'libra') : undefined;
    expect(modelsOf(chain ?? []).map((model) => model.takesCacheKey)).toEqual([
      takesCacheKey,
      takesCacheKey,
      undefined,
    ]);
  });

  it('knows the price that is given and makes up no other', () => {
    const catalogue = good();
    expect(findPrice(catalogue, 'small', 'a')).toMatchObject({ prompt: 1e6, cached: 1e6, completion: 4e6 });
    expect(findPrice(catalogue, 'llama3:8b', 'b')).toBeUndefined();
    expect(findPrice(catalogue, 'small', 'b')).toBeUndefined();
    expect(findPrice(catalogue, 'libra', null)).toMatchObject({ prompt: 1e6 });
  });

  it.each<[string, Parameters<typeof problemsOf>[0], string]>([
    [
      'an unknown field',
      (c) => Object.assign(c.models[0] ?? {}, { contxt_window: 1 }),
      'c: models[0].contxt_window is not a field here: did you mean context_window?',
    ],
    [
      'an unknown provider',
      (c) => Object.assign(c.models[0] ?? {}, { provider: 'aa' }),
      'c: models[0].provider names no provider (aa): did you mean a?',
    ],
    [
      'an unknown target',
      (c) => Object.assign(c.aliases[0]?.chain[0] ?? {}, { target: 'smal' }),
      'c: aliases[0].chain[0].target names no model or alias (smal): did you mean small?',
    ],
    [
      'a repeated name',
      (c) => c.aliases.push({ name: 'small', chain: [{ target: 'large' }] }),
      'c: aliases[2].name is taken: models[0] has the name small',
    ],
    [
      'a repeated provider',
      (c) => c.providers.push({ ...c.providers[0], name: 'a' } as never),
      'c: providers[2].name is taken: a is there twice',
    ],
    [
      'a loop',
      (c) => Object.assign(c.aliases[1] ?? {}, { chain: [{ target: 'libra' }] }),
      'c: aliases[1].chain[0].target is a loop: libra → spare → libra',
    ],
    [
      'an alias that shares',
      (c) => Object.assign(c.aliases[0] ?? {}, { chain: [{ share: [{ target: 'spare' }] }] }),
      'c: aliases[0].chain[0].share[0].target must be a model: an alias cannot share the load',
    ],
    [
      'weights of zero',
      (c) => Object.assign(c.aliases[1] ?? {}, { chain: [{ share: [{ target: 'large', weight: 0 }] }] }),
      'c: aliases[1].chain[0].share needs a target with a weight of more than 0',
    ],
    [
      'a negative weight',
      (c) => Object.assign(c.aliases[1] ?? {}, { chain: [{ share: [{ target: 'large', weight: -1 }] }] }),
      'c: aliases[1].chain[0].share[0].weight must be a number from 0 to 1000000',
    ],
    [
      'neither target nor share',
      (c) => Object.assign(c.aliases[1] ?? {}, { chain: [{}] }),
      'c: aliases[1].chain[0] needs either target or share',
    ],
    [
      'an empty chain',
      (c) => Object.assign(c.aliases[1] ?? {}, { chain: [] }),
      'c: aliases[1].chain must hold at least one target',
    ],
    [
      'an unknown reason',
      (c) => Object.assign(c.aliases[0]?.chain[1] ?? {}, { on: ['5xx'] }),
      'c: aliases[0].chain[1].on[0] must be one of timeout, server_error, rate_limit, account, context',
    ],
    [
      'a missing price',
      (c) => Object.assign(c.models[0] ?? {}, { prices: { date: '2026-11-01', prompt: 1 } }),
      'c: models[0].prices.completion is missing',
    ],
    [
      'a negative price',
      (c) => Object.assign(c.models[0] ?? {}, { prices: { ...PRICES, cached: -1 } }),
      'c: models[0].prices.cached must be a number from 0 to 100000',
    ],
    [
      'a price without its date',
      (c) => Object.assign(c.models[0] ?? {}, { prices: { prompt: 1, completion: 1 } }),
      'c: models[0].prices.date is missing',
    ],
    [
      'a key in place of its name',
      (c) => Object.assign(c.providers[0] ?? {}, { key: 'sk-1' }),
      'c: providers[0].key must be the NAME of the secret that holds the key, never the key itself',
    ],
    [
      'a secret of Libra’s own, which its provider would be sent',
      (c) => Object.assign(c.providers[0] ?? {}, { key: 'WORKER_SHARED_SECRET' }),
      'c: providers[0].key must not be a secret of Libra’s own',
    ],
    [
      'the one before it',
      (c) => Object.assign(c.providers[0] ?? {}, { key: 'WORKER_SHARED_SECRET_PREVIOUS' }),
      'c: providers[0].key must not be a secret of Libra’s own',
    ],
    [
      'no key',
      (c) => Object.assign(c.providers[0] ?? {}, { key: undefined }),
      'c: providers[0].key is missing',
    ],
    [
      'a header that carries a key',
      (c) => Object.assign(c.providers[0] ?? {}, { headers: { Authorization: 'x' } }),
      'c: providers[0].headers.Authorization cannot be set here',
    ],
    [
      'a bad address',
      (c) => Object.assign(c.providers[0] ?? {}, { base_url: 'a.example' }),
      'c: providers[0].base_url must be an absolute http(s) URL without a password',
    ],
    ['a wrong type', (c) => Object.assign(c, { models: {} }), 'c: models must be a list, not an object'],
    ['no models', (c) => Object.assign(c, { models: [], aliases: [] }), 'c: models must hold at least one'],
    [
      'an unknown default',
      (c) => Object.assign(c, { default: 'libr' }),
      'c: default names no model or alias (libr): did you mean libra?',
    ],
    [
      'more written than read',
      (c) => Object.assign(c.models[0] ?? {}, { max_completion_tokens: 9_000 }),
      'c: models[0].max_completion_tokens is more than context_window',
    ],
  ])('that has %s says so', (_name, change, expected) => {
    expect(problemsOf(change)).toContain(expected);
  });

  it('names everything that is wrong at once', () => {
    const problems = problemsOf((c) => {
      Object.assign(c, { defalt: 1 });
      Object.assign(c.models[0] ?? {}, { provider: 'x', context_window: '8k' });
      Object.assign(c.aliases[0]?.chain[0] ?? {}, { target: 'nobody' });
    });
    expect(problems).toHaveLength(4);
  });

  it('is refused in a bounded time when its aliases multiply', () => {
    const aliases = Array.from({ length: 40 }, (_, index) => ({
      name: `n${index}`,
      chain: Array.from({ length: 2 }, () => ({ target: index === 39 ? 'small' : `n${index + 1}` })),
    }));
    const problems = problemsOf((c) => Object.assign(c, { aliases, default: 'n0' }));
    expect(problems.some((problem) => problem.includes('has more than 16 targets'))).toBe(true);
  });

  it('of any form never makes it throw', () => {
    const place = fc.constantFrom('default', 'providers', 'models', 'aliases');
    fc.assert(
      fc.property(fc.dictionary(place, fc.jsonValue({ maxDepth: 5 })), (value) => {
        const parsed = parseCatalogue({ ...GOOD, ...value });
        if (!parsed.ok) expect(parsed.problems.length).toBeGreaterThan(0);
      }),
    );
    fc.assert(fc.property(fc.jsonValue(), (value) => void parseCatalogue(value)));
  });
});

describe('the variables that hold a catalogue', () => {
  const read = (env: Record<string, string>) => {
    const variables = createVariableReader(env);
    const catalogue = readCatalogue(variables, env);
    variables.finish();
    return catalogue;
  };

  it('are as many as its length needs, each within Cloudflare’s bound', () => {
    const long = { ...GOOD, note: '가'.repeat(3_000) };
    const variables = splitCatalogue(long);
    expect(Object.keys(variables).length).toBeGreaterThan(2);
    for (const value of Object.values(variables))
      expect(new TextEncoder().encode(value).length).toBeLessThanOrEqual(5_000);
    expect([...read(variables).chains.keys()]).toContain('llama3:8b');
  });

  it('are refused with every problem of the catalogue', () => {
    expect(() => read({ LIBRA_CATALOGUE: '{' })).toThrow(VariablesError);
    expect(() => read({ LIBRA_CATALOGUE: '{"providers": 1}' })).toThrow(
      /providers must be a list.*models is missing.*default is missing/,
    );
  });

  it('leave the variables of one provider unread', () => {
    const env = { ...splitCatalogue(GOOD), DEFAULT_LLM_MODEL: 'a b', OPENAI_BASE_URL: 'nonsense' };
    expect(read(env).defaultName).toBe('libra');
  });
});
