import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { loadOrCreateKeys } from './keys.ts';

const folder = mkdtempSync(join(tmpdir(), 'libra-keys-'));
afterAll(() => rmSync(folder, { recursive: true }));

it.each(['', '{"applicationId": "13000', 'null'])('makes new keys where a full disk has left %j', (left) => {
  const file = join(folder, 'keys.json');
  writeFileSync(file, left);
  const keys = loadOrCreateKeys(file);
  expect(keys.operatorKey).toMatch(/^lb-/);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(keys);
  expect(loadOrCreateKeys(file)).toEqual(keys);
});
