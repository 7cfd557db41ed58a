import { afterEach, describe, expect, it, vi } from 'vitest';
import { startOpenAiStandIn } from '../openai/server.ts';
import { withOperatorDatabase } from '../stack/operator-database.ts';
import { findFreePort } from '../stand-in/free-port.ts';
import { checkDatabase, checkProviders } from './checks.ts';

afterEach(() => void vi.unstubAllEnvs());

describe('the doctor', () => {
  it('says what to do about a PostgreSQL that is down, and nothing of its password', async () => {
    const port = await findFreePort();
    vi.stubEnv('DATABASE_URL', `postgres://libra:a-password@127.0.0.1:${port}/libra`);
    const finding = await checkDatabase(withOperatorDatabase);
    expect(finding).toMatchObject({
      part: 'Postgres',
      state: 'failed',
      seen: 'no usable answer (DatabaseUnreachableError)',
    });
    expect(finding.advice).toContain('DATABASE_URL');
    expect(JSON.stringify(finding)).not.toContain('a-password');
  });

  it('checks every target, and names a fallback that its provider does not know', async () => {
    const provider = await startOpenAiStandIn({});
    try {
      const openai = { apiKey: provider.apiKey, baseUrl: provider.url };
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
});
