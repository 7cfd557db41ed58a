import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DataDirInUseError, lockDataDir, readLock } from './lock.ts';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'libra-lock-'));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

describe('lockDataDir', () => {
  it('is noted for as long as it is held', () => {
    const unlock = lockDataDir(dataDir);
    expect(readLock(dataDir)).toBe(process.pid);
    unlock();
    expect(readLock(dataDir)).toBeUndefined();
    lockDataDir(dataDir)();
  });

  it('lets nobody in where another process is, and names the file: that process may be any other program', () => {
    writeFileSync(join(dataDir, 'lock'), String(process.ppid));
    expect(() => lockDataDir(dataDir)).toThrow(DataDirInUseError);
    expect(() => lockDataDir(dataDir)).toThrow(join(dataDir, 'lock'));
  });

  it.each([
    ['that died', '999999999'],
    ['that had this one’s id, as in a container', String(process.pid)],
  ])('takes over the lock of a process %s', (_, owner) => {
    writeFileSync(join(dataDir, 'lock'), owner);
    lockDataDir(dataDir)();
    expect(readLock(dataDir)).toBeUndefined();
  });
});
