import { afterEach, describe, expect, it, vi } from 'vitest';
import { withOperatorDatabase } from '../stack/operator-database.ts';
import { findFreePort } from '../stand-in/free-port.ts';
import { checkDatabase } from './checks.ts';

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
});
