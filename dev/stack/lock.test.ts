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
  it('lets one process in, and the next one after it let go', () => {
    const unlock = lockDataDir(dataDir);
    expect(readLock(dataDir)).toBe(process.pid);
    expect(() => lockDataDir(dataDir)).toThrow(DataDirInUseError);
    unlock();
    expect(readLock(dataDir)).toBeUndefined();
    lockDataDir(dataDir)();
  });

  it('takes over the lock of a process that died', () => {
    writeFileSync(join(dataDir, 'lock'), '999999999');
    lockDataDir(dataDir)();
    expect(readLock(dataDir)).toBeUndefined();
  });
});
