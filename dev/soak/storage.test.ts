import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { hasObject, judgeStorage, readDeliveryStorage } from './storage.ts';

const MINUTE_MS = 60_000;
const nowMs = 100 * MINUTE_MS;
const delivered = [
  { objectId: 'old', atMs: nowMs - 20 * MINUTE_MS },
  { objectId: 'young', atMs: nowMs - MINUTE_MS },
];

it.each([
  ['chat', 5, true],
  ['/reset', 4, true],
  ['/help', 4, false],
  ['/reset', null, false],
])('knows whether %s answered with callback %s has an object: %s', (kind, callbackType, expected) => {
  expect(hasObject(kind, callbackType)).toBe(expected);
});

it('is content with one record and its alarm for each living token', () => {
  const findings = judgeStorage({ rows: new Map([['young', 1]]), alarms: 1 }, delivered, nowMs);
  expect(findings.filter(({ ok }) => !ok)).toEqual([]);
});

it.each([
  ['outlived', { rows: new Map([['old', 1]]), alarms: 1 }],
  ['more than one', { rows: new Map([['young', 2]]), alarms: 1 }],
  ['nobody', { rows: new Map([['stranger', 1]]), alarms: 1 }],
  ['alarm', { rows: new Map([['young', 1]]), alarms: 0 }],
])('finds what leaks: %s', (what, storage) => {
  const failed = judgeStorage(storage, delivered, nowMs).filter(({ ok }) => !ok);
  expect(failed.map((finding) => finding.what)).toEqual([expect.stringContaining(what)]);
});

it('reads rows and alarms from the files of the runtime', () => {
  const workersDir = mkdtempSync(join(tmpdir(), 'soak-'));
  const folder = join(workersDir, 'do', 'libra-bot-ReplyDelivery');
  mkdirSync(folder, { recursive: true });
  const fill = (name: string, sql: string) => {
    const database = new DatabaseSync(join(folder, `${name}.sqlite`));
    database.exec(sql);
    database.close();
  };
  fill('metadata', 'CREATE TABLE _cf_ALARM (id TEXT); INSERT INTO _cf_ALARM VALUES (1)');
  fill('full', 'CREATE TABLE _cf_KV (key TEXT); INSERT INTO _cf_KV VALUES (1)');
  fill('erased', 'CREATE TABLE _cf_KV (key TEXT)');
  fill('untouched', 'CREATE TABLE other (key TEXT)');
  expect(readDeliveryStorage(workersDir)).toEqual({ rows: new Map([['full', 1]]), alarms: 1 });
  rmSync(workersDir, { recursive: true });
});
