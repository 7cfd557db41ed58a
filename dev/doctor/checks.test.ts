import { afterEach, describe, expect, it, vi } from 'vitest';
import { startOpenAiStandIn } from '../openai/server.ts';
import { withOperatorDatabase } from '../stack/operator-database.ts';
import { parseDevVars } from '../stack/settings.ts';
import { findFreePort } from '../stand-in/free-port.ts';
import { startUpstashStandIn } from '../upstash/server.ts';
import { checkDatabase, checkRedis } from './checks.ts';
import { checkProviders, findUnreachable } from './providers.ts';

afterEach(() => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
});

describe('the doctor', () => {
  it('says what to do about a PostgreSQL that is down, and nothing of its password', async () => {
    const port = await findFreePort();
    vi.stubEnv('DATABASE_URL', `postgres://libra:a-password@127.0.0.1:${port}/libra`);
    const finding = await checkDatabase(withOperatorDatabase);
    expect(finding).toMatchObject({
      part: 'Postgres',
      state: 'failed',
      seen: 'it cannot be reached (ECONNREFUSED)',
    });
    expect(finding.advice).toContain('DATABASE_URL');
    expect(JSON.stringify(finding)).not.toContain('a-password');
  });

  it('sees that a token may only read, which answers a PING like any other', async () => {
    const redis = await startUpstashStandIn({ token: 'a-token', backend: 'valkey' });
    const upstash = { url: redis.url, token: redis.token };
    try {
      expect(await checkRedis({ upstash, overrides: {} })).toMatchObject({ state: 'ok' });
      const wrong = { ...upstash, token: 'another' };
      expect(await checkRedis({ upstash: wrong, overrides: {} })).toMatchObject({
        seen: 'the token is refused',
      });
    } finally {
      await redis.close();
    }
    // As Upstash answers it.
    vi.stubGlobal('fetch', async (_: string, { body }: { body: string }) =>
      body.includes('PING')
        ? Response.json({ result: 'PONG' })
        : Response.json(
            { error: "NOPERM this user has no permissions to run the 'eval' command or its subcommand" },
            { status: 400 },
          ),
    );
    expect(await checkRedis({ upstash, overrides: {} })).toMatchObject({
      state: 'failed',
      seen: 'the token may only read',
      advice: expect.stringContaining('not the read-only one'),
    });
    const usedUp = 'ERR max requests limit exceeded. Limit: 500000, Usage: 500000.';
    vi.stubGlobal('fetch', async () => Response.json({ error: usedUp }, { status: 400 }));
    expect(await checkRedis({ upstash, overrides: {} })).toMatchObject({ state: 'failed', seen: usedUp });
  });

  it('checks every target, and names a fallback that its provider does not know', async () => {
    const provider = await startOpenAiStandIn({});
    try {
      // The Worker takes an address with a slash at its end, and so does the doctor.
      const openai = { apiKey: provider.apiKey, baseUrl: `${provider.url}/` };
      const overrides = { DEFAULT_LLM_MODEL: 'gpt-4o-mini', FALLBACK_LLM_MODEL: 'no-such-model' };
      const findings = await checkProviders({ openai, overrides });
      expect(findings).toMatchObject([
        { part: 'model provider', state: 'ok' },
        { part: 'fallback', state: 'failed', seen: expect.stringContaining('no-such-model') },
      ]);
      expect(JSON.stringify(findings)).not.toContain(provider.apiKey);
    } finally {
      await provider.close();
    }
  });

  it('tells a start which providers of the default model cannot be reached, and asks them for nothing', async () => {
    const provider = await startOpenAiStandIn({});
    try {
      const at = (baseUrl: string) => findUnreachable({ openai: { apiKey: 'sk-a', baseUrl }, overrides: {} });
      // It refuses such a key, and is there.
      expect(await at(provider.url)).toEqual([]);
      expect(await at(`http://127.0.0.1:${await findFreePort()}/v1`)).toMatchObject([
        {
          state: 'failed',
          seen: 'it cannot be reached (ECONNREFUSED)',
          advice: expect.stringContaining('127.0.0.1'),
        },
      ]);
      expect(await findUnreachable({ overrides: {} })).toEqual([]);
    } finally {
      await provider.close();
    }
  });

  it('asks each model of a catalogue, with its query, and says what is not known', async () => {
    const provider = await startOpenAiStandIn({});
    const file = {
      default: 'mine',
      providers: [
        { name: 'up', base_url: `${provider.url}/?api-version=1`, key: 'UP_KEY' },
        { name: 'down', base_url: `http://127.0.0.1:${await findFreePort()}/v1`, key: 'DOWN_KEY' },
      ],
      models: [
        { name: 'mine', upstream: 'gpt-4o-mini', provider: 'up' },
        { name: 'other', provider: 'down' },
      ],
    };
    try {
      const text = JSON.stringify(file);
      const settings = parseDevVars(`UP_KEY=${provider.apiKey}\nDOWN_KEY=x`, { text, needsKeys: true });
      expect(await checkProviders(settings)).toMatchObject([
        {
          part: 'model provider',
          state: 'ok',
          seen: expect.stringMatching(/price is not known.*window is not known/),
        },
        { part: 'model', state: 'failed', seen: expect.stringContaining('other at down') },
      ]);
      expect(provider.requests()).toHaveLength(1);
    } finally {
      await provider.close();
    }
  });

  it('asks a model that does not chat for what it does', async () => {
    const provider = await startOpenAiStandIn({});
    const file = {
      default: 'mine',
      providers: [{ name: 'up', base_url: provider.url, key: 'UP_KEY' }],
      models: [
        { name: 'mine', upstream: 'gpt-4o-mini', provider: 'up' },
        { name: 'embed', upstream: 'text-embedding-3-small', provider: 'up', kind: 'embedding' },
        { name: 'judge', upstream: 'nobody', provider: 'up', kind: 'moderation' },
      ],
    };
    try {
      const text = JSON.stringify(file);
      const findings = await checkProviders(
        parseDevVars(`UP_KEY=${provider.apiKey}`, { text, needsKeys: true }),
      );
      expect(findings.map(({ state }) => state)).toEqual(['ok', 'ok', 'failed']);
      expect(
        provider
          .requests()
          .map(({ path }) => path)
          .sort(),
      ).toEqual(['/v1/chat/completions', '/v1/embeddings', '/v1/moderations']);
    } finally {
      await provider.close();
    }
  });
});
