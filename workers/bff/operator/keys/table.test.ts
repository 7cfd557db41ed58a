import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NeonStandIn } from '../../../../dev/neon/server.ts';
import { startMigratedNeon } from '../../../../dev/stack/migrated-neon.ts';
import { changeKey, createKey, revokeKey, rotateKey, type Sql } from './table.ts';

let neon: NeonStandIn;
beforeAll(async () => {
  neon = await startMigratedNeon();
});
afterAll(() => neon.close());

const as = (action: string): Sql => ({
  query: (text, params = []) => neon.query(text, params),
  audited: { operator: 7, action },
});
const NEW = { callsPerMin: 5, settings: {}, removed: [] };
const create = (hash: string) => createKey(as('key.created'), { hash, name: hash, change: NEW });

describe('a change of a key by an operator', () => {
  it('is in the audit, with the key that it made', async () => {
    const { id } = await create('a');
    await changeKey(as('key.changed'), id, NEW);
    await rotateKey(as('key.rotated'), id, { hash: 'b', overlapMs: 0, force: false });
    expect(await revokeKey(as('key.revoked'), id)).toMatchObject({ id, name: 'a', state: 'revoked' });
    const entries = await neon.query('SELECT operator, action, target FROM operator_audit ORDER BY id', []);
    expect(entries).toEqual(
      ['created', 'changed', 'rotated', 'revoked'].map((what) => ({
        operator: 7,
        action: `key.${what}`,
        target: String(id),
      })),
    );
  });

  it('is not made where the audit cannot be written', async () => {
    const { id } = await create('c');
    await neon.query('ALTER TABLE operator_audit RENAME TO away', []);
    try {
      await expect(create('d')).rejects.toThrow();
      await expect(revokeKey(as('key.revoked'), id)).rejects.toThrow();
    } finally {
      await neon.query('ALTER TABLE away RENAME TO operator_audit', []);
    }
    const keys = await neon.query("SELECT name, revoked_at FROM api_keys WHERE name IN ('c', 'd')", []);
    expect(keys).toEqual([{ name: 'c', revoked_at: null }]);
  });
});
