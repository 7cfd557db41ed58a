import { describe, expect, it } from 'vitest';
import { chooseTargets, targetName } from './attempt/targets.ts';
import { readLlmConfig } from './config.ts';

const ENV = {
  WORKER_SHARED_SECRET: 'fake-secret-of-at-least-thirty-two-characters',
  OPENAI_API_KEY: 'sk-test',
  DEFAULT_LLM_MODEL: 'gpt-4o-mini',
  FALLBACK_LLM_MODEL: '',
};
const targetsOf = (env: Record<string, string | undefined>, requested?: string) =>
  chooseTargets(readLlmConfig({ ...ENV, ...env }), requested, () => 0).map(targetName);

describe('the configuration', () => {
  it('needs a secret, a key and a model, and has a default for the rest', () => {
    const { catalogue, providers, ...config } = readLlmConfig(ENV);
    expect(catalogue.defaultName).toBe('gpt-4o-mini');
    expect(providers.get('api.openai.com')).toMatchObject({
      baseUrl: 'https://api.openai.com/v1',
      apiKey: 'sk-test',
    });
    expect(config).toEqual({
      sharedSecrets: [ENV.WORKER_SHARED_SECRET],
      firstTokenTimeoutMs: 20_000,
      reasoning: { models: expect.arrayContaining(['o1*', 'gpt-5*']), firstTokenTimeoutMs: 90_000 },
      idleTimeoutMs: 20_000,
      openCircuitMs: 15_000,
      heartbeatMs: 15_000,
      version: 'dev',
      logLevel: 'info',
    });
  });

  it('names everything that is wrong at once, and no value', () => {
    const wrong = {
      WORKER_SHARED_SECRET: 'too-short',
      OPENAI_BASE_URL: 'ftp://example.com',
      LLM_IDLE_TIMEOUT_SEC: '0',
      FALLBACK_OPENAI_BASE_URL: 'https://second.example/v1',
    };
    const problems = () => readLlmConfig(wrong);
    for (const name of [
      ...Object.keys(wrong).slice(0, 3),
      'OPENAI_API_KEY',
      'DEFAULT_LLM_MODEL',
      'FALLBACK_OPENAI_API_KEY',
    ]) {
      expect(problems).toThrow(name);
    }
    expect(problems).not.toThrow('too-short');
  });

  it('keeps the previous secret beside the current one', () => {
    const previous = 'the-previous-secret-of-thirty-two-or-more';
    expect(readLlmConfig({ ...ENV, WORKER_SHARED_SECRET_PREVIOUS: previous }).sharedSecrets).toEqual([
      ENV.WORKER_SHARED_SECRET,
      previous,
    ]);
  });
});

describe('the models that are asked', () => {
  const second = { FALLBACK_OPENAI_BASE_URL: 'https://second.example/v1', FALLBACK_OPENAI_API_KEY: 'sk-2' };

  it.each([
    ['only the default', {}, undefined, ['api.openai.com/gpt-4o-mini']],
    [
      'OpenAI’s smallest when nothing is said',
      { FALLBACK_LLM_MODEL: undefined },
      undefined,
      ['api.openai.com/gpt-4o-mini', 'api.openai.com/gpt-4.1-nano'],
    ],
    [
      'nothing invented for another provider',
      { FALLBACK_LLM_MODEL: undefined, OPENAI_BASE_URL: 'http://127.0.0.1:8080/v1' },
      undefined,
      ['127.0.0.1:8080/gpt-4o-mini'],
    ],
    [
      'another path at the same host as a provider of its own',
      {
        OPENAI_BASE_URL: 'https://h.example/a/v1',
        FALLBACK_OPENAI_BASE_URL: 'https://h.example/b/v1',
        FALLBACK_OPENAI_API_KEY: 'sk-2',
      },
      undefined,
      ['h.example/gpt-4o-mini', 'h.example#2/gpt-4o-mini'],
    ],
    ['the requested one', {}, 'gpt-4o', ['api.openai.com/gpt-4o']],
    [
      'then the fallback',
      { FALLBACK_LLM_MODEL: 'nano' },
      undefined,
      ['api.openai.com/gpt-4o-mini', 'api.openai.com/nano'],
    ],
    ['not the same twice', { FALLBACK_LLM_MODEL: 'nano' }, 'nano', ['api.openai.com/nano']],
    [
      'then the same at the second provider',
      second,
      undefined,
      ['api.openai.com/gpt-4o-mini', 'second.example/gpt-4o-mini'],
    ],
    [
      'then the fallback at both',
      { ...second, FALLBACK_LLM_MODEL: 'nano' },
      undefined,
      ['api.openai.com/gpt-4o-mini', 'api.openai.com/nano', 'second.example/nano'],
    ],
  ])('%s', (_name, env, requested, expected) => {
    expect(targetsOf(env, requested)).toEqual(expected);
  });
});
