import { expect, it } from 'vitest';
import { createStoredNonces, NONCE_PREFIX, type NonceStorage } from './stored-nonces.ts';

const MINUTE_MS = 60_000;

function createStorage() {
  const stored = new Map<string, number>();
  const deleted: number[] = [];
  const alarms: number[] = [];
  const storage: NonceStorage = {
    async put(key, expiresAtMs) {
      stored.set(key, expiresAtMs);
    },
    async delete(keys) {
      deleted.push(keys.length);
      for (const key of keys) stored.delete(key);
    },
    async setAlarm(atMs) {
      alarms.push(atMs);
    },
  };
  return { storage, stored, deleted, alarms };
}

it('spends a nonce once, also after the object was evicted', () => {
  const { storage, stored } = createStorage();
  const nonces = createStoredNonces(storage, 10);
  expect(nonces.spend('a', MINUTE_MS)).toBe('spent');
  expect(nonces.spend('a', MINUTE_MS)).toBe('replayed');

  const next = createStoredNonces(storage, 10);
  next.restore(stored, null);
  expect(next.spend('a', MINUTE_MS)).toBe('replayed');
});

it('sets one alarm, and forgets in batches what has expired', async () => {
  const { storage, stored, deleted, alarms } = createStorage();
  const nonces = createStoredNonces(storage, 1_000);
  for (let index = 0; index < 200; index += 1) nonces.spend(`old ${index}`, MINUTE_MS);
  nonces.spend('live', 60 * MINUTE_MS);
  expect(alarms).toHaveLength(1);

  await nonces.sweep(alarms[0] ?? 0);
  expect(deleted).toEqual([128, 72]);
  expect([...stored.keys()]).toEqual([`${NONCE_PREFIX}live`]);
  expect(alarms).toHaveLength(2);
  expect(alarms[1]).toBeGreaterThan(60 * MINUTE_MS);
});

it('leaves the alarm alone that is set already', () => {
  const { storage, alarms } = createStorage();
  const nonces = createStoredNonces(storage, 10);
  nonces.restore(new Map(), MINUTE_MS);
  nonces.spend('a', MINUTE_MS);
  expect(alarms).toEqual([]);
});

it('wakes again for what is spent after everything was forgotten', async () => {
  const { storage, stored, alarms } = createStorage();
  const nonces = createStoredNonces(storage, 10);
  nonces.spend('first', MINUTE_MS);
  await nonces.sweep(alarms[0] ?? 0);
  expect(stored.size).toBe(0);

  // Else its nonces would be kept for ever, and the full book refuse every request.
  nonces.spend('later', 10 * MINUTE_MS);
  await nonces.sweep(alarms[1] ?? 0);
  expect(stored.size).toBe(0);
});

it('stores nothing for which there was no room', () => {
  const { storage, stored } = createStorage();
  const nonces = createStoredNonces(storage, 1);
  nonces.spend('a', MINUTE_MS);
  expect(nonces.spend('b', MINUTE_MS)).toBe('full');
  expect([...stored.keys()]).toEqual([`${NONCE_PREFIX}a`]);
});

it('sets an alarm for what is spent where none was left by the isolate before', () => {
  const { storage, alarms } = createStorage();
  const nonces = createStoredNonces(storage, 10);
  nonces.restore(new Map(), null);
  nonces.spend('a', MINUTE_MS);
  expect(alarms).toHaveLength(1);
});
