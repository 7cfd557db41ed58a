import { afterAll, beforeAll, expect, it } from 'vitest';
import type { NeonStandIn } from '../../../dev/neon/server.ts';
import { startMigratedNeon } from '../../../dev/stack/migrated-neon.ts';
import { openDatabase } from '../store/database.ts';
import { readNewest, storeVersion } from './settings.ts';

let neon: NeonStandIn;
beforeAll(async () => {
  neon = await startMigratedNeon();
});
afterAll(() => neon.close());

const open = () => openDatabase({ url: neon.databaseUrl, httpUrl: neon.httpUrl }, 30_000);
const store = (version: number) =>
  storeVersion(open(), { version, values: {} }, { operator: 7, action: 'settings.changed' });
const entries = () => neon.query('SELECT operator, action, target FROM operator_audit', []);

it('a version of the settings is in the audit, and one that came too late is not', async () => {
  expect([await store(1), await store(1)]).toEqual([true, false]);
  expect(await entries()).toEqual([{ operator: 7, action: 'settings.changed', target: '1' }]);
});

it('no version is stored where the audit cannot be written', async () => {
  await neon.query('ALTER TABLE operator_audit RENAME TO away', []);
  try {
    await expect(store(2)).rejects.toThrow();
  } finally {
    await neon.query('ALTER TABLE away RENAME TO operator_audit', []);
  }
  expect((await readNewest(open())).version).toBe(1);
});
