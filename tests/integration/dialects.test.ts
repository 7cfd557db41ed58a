import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { DIALECTS } from '../../dev/openai/dialects/dialects.ts';
import { type DialectServer, startDialectServer } from '../../dev/openai/dialects/server.ts';
import { PROJECT_ROOT } from '../../dev/stack/build.ts';
import { parseCatalogue } from '../../shared/catalogue/parse.ts';
import { splitCatalogue } from '../../shared/catalogue/read.ts';
import { startTestStack, type TestStack } from '../use-stack.ts';

/** The examples of docs/gateway.md, each against a stand-in of its provider's dialect. */
interface Written {
  default: string;
  providers: { name: string; base_url: string; key?: string }[];
  models: { name: string; provider: string }[];
  aliases?: unknown[];
}

const EXAMPLES = [
  ...readFileSync(join(PROJECT_ROOT, 'docs/gateway.md'), 'utf8').matchAll(/```json example\n([\s\S]*?)```/g),
].map(([, text = '']) => JSON.parse(text) as Written);
const SINGLE = EXAMPLES.filter(({ providers }) => providers.length === 1);
const NAMES = SINGLE.flatMap(({ providers }) => providers.map(({ name }) => name));
const keyOf = (name: string) => `fake-${name}`;

let dialects: DialectServer;
let stack: TestStack;

beforeAll(async () => {
  dialects = await startDialectServer(keyOf);
  const providers = SINGLE.flatMap((example) => example.providers);
  const models = SINGLE.flatMap((example) => example.models);
  const catalogue = {
    default: 'gpt-5-mini',
    providers: providers.map((provider) => ({ ...provider, base_url: `${dialects.urlOf(provider.name)}/` })),
    models,
    aliases: [{ name: 'three', chain: ['qwen', 'mistral-7b', 'claude'].map((target) => ({ target })) }],
  };
  const keys = Object.fromEntries(
    providers.flatMap(({ name, key }) => (key === undefined ? [] : [[key, keyOf(name)]])),
  );
  stack = await startTestStack({
    bundles: inject('bundles'),
    vars: {
      llm: { ...splitCatalogue(catalogue), ...keys, LLM_OPEN_CIRCUIT_SEC: '1' },
      bff: { ANSWER_CACHE_SEC: '0' },
    },
  });
});
afterAll(async () => {
  await stack?.close();
  await dialects?.close();
});

function send(model: string, more: object = {}) {
  return fetch(`${stack.urls.bff}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${stack.keys.apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model, messages: [{ role: 'user', content: '안녕' }], ...more }),
  });
}

async function ask(model: string, more: object = {}) {
  const response = await send(model, { libra: {}, ...more });
  const body = (await response.json()) as {
    model?: string;
    choices?: { message: { content: string } }[];
    usage?: { total_tokens: number };
    error?: { code: string; param: string | null };
    libra?: Record<string, unknown>;
  };
  return { status: response.status, retryAfter: response.headers.get('retry-after'), body };
}

const modelOf = (name: string) =>
  SINGLE.flatMap(({ models }) => models).find(({ provider }) => provider === name)?.name ?? '';

it('every example of the guide is a catalogue', () => {
  expect(EXAMPLES.length).toBeGreaterThan(11);
  for (const example of EXAMPLES) expect(parseCatalogue(example)).toMatchObject({ ok: true });
  expect([...NAMES].sort()).toEqual(Object.keys(DIALECTS).sort());
  for (const { providers } of SINGLE) {
    for (const { name, base_url } of providers)
      expect(base_url.replace(/\/$/, '')).toBe(DIALECTS[name]?.baseUrl);
  }
});

describe.each(NAMES)('%s', (name) => {
  it('answers, asked as it demands, and its count is the bill', async () => {
    const { status, body } = await ask(modelOf(name));
    expect(dialects.seen(name).complaints).toEqual([]);
    expect(status).toBe(200);
    expect(body.choices?.[0]?.message.content).toBe('네, 알겠어요.');
    expect(body.usage?.total_tokens).toBe(17);
    expect(body.libra).toMatchObject({
      provider: name,
      model: modelOf(name),
      fallback: false,
      cost_micro_usd: 0,
    });
  });

  it('is named as clients ask for it, whole and streamed', async () => {
    const { body } = await ask(modelOf(name));
    expect(body.model).toBe(modelOf(name));
    const response = await send(modelOf(name), { stream: true });
    const models = [...(await response.text()).matchAll(/"model":"([^"]*)"/g)].map(([, model]) => model);
    expect(new Set(models)).toEqual(new Set([modelOf(name)]));
  });

  it.each([
    ['unknownModel', 404, 'model_not_found'],
    ['badKey', 502, 'provider_rejected'],
    ['tooLong', 400, 'context_length_exceeded'],
  ] as const)('is understood when it says %s', async (error, status, code) => {
    dialects.answer(name, error);
    try {
      const reply = await ask(modelOf(name));
      expect({ status: reply.status, code: reply.body.error?.code }).toEqual({ status, code });
    } finally {
      dialects.answer(name, null);
    }
  });
});

describe('a catalogue of many providers', () => {
  it('lists what it allows, with window and owner, and nothing else', async () => {
    const headers = { authorization: `Bearer ${stack.keys.apiKey}` };
    const get = async (path: string) => fetch(`${stack.urls.bff}/v1/models${path}`, { headers });
    const { data } = (await (await get('')).json()) as { data: { id: string }[] };
    expect(data[0]?.id).toBe('gpt-5-mini');
    expect(data.map(({ id }) => id).sort()).toEqual(
      [...SINGLE.flatMap(({ models }) => models.map((m) => m.name)), 'three'].sort(),
    );
    expect(await (await get('/llama3:8b')).json()).toMatchObject({
      id: 'llama3:8b',
      owned_by: 'ollama',
      context_window: 8192,
    });
    expect(await (await get(`/${encodeURIComponent('three')}`)).json()).toMatchObject({ owned_by: 'libra' });
    const missing = await get('/llama-99');
    expect(missing.status).toBe(404);
    expect(await missing.json()).toMatchObject({ error: { code: 'model_not_found' } });
  });

  it('has no other model', async () => {
    for (const model of ['llama-99', 'gpt-4o-mini']) {
      expect(await ask(model)).toMatchObject({
        status: 404,
        body: { error: { code: 'model_not_found', param: 'model' } },
      });
    }
  });

  it('names a field that the model refuses, without a call', async () => {
    const before = dialects.seen('openai').calls;
    expect(await ask('gpt-5-mini', { temperature: 0.5 })).toMatchObject({
      status: 400,
      body: { error: { code: 'unsupported_parameter', param: 'temperature' } },
    });
    expect(dialects.seen('openai').calls).toBe(before);
  });

  it('asks the third of a chain when two fail in turn', async () => {
    dialects.answer('llama-cpp', 'badKey');
    dialects.answer('vllm', 'unknownModel');
    try {
      const { status, body } = await ask('three');
      expect(status).toBe(200);
      expect(body.libra).toMatchObject({ provider: 'anthropic', model: 'claude', fallback: true });
    } finally {
      dialects.answer('llama-cpp', null);
      dialects.answer('vllm', null);
    }
  });

  it('moves a prompt that is too long to a larger window, never to a smaller one', async () => {
    dialects.answer('llama-cpp', 'tooLong');
    try {
      expect((await ask('three')).body.libra).toMatchObject({ provider: 'vllm' });
      dialects.answer('vllm', 'tooLong');
      dialects.answer('anthropic', 'tooLong');
      expect((await ask('three')).body.error?.code).toBe('context_length_exceeded');
    } finally {
      for (const name of ['llama-cpp', 'vllm', 'anthropic']) dialects.answer(name, null);
    }
  });
});
