import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createSpeechEngines } from './engines.ts';
import type { FetchedPackage, PackageStore } from './fetch-package.ts';
import { MOONSHINE } from './packages.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function createStore({ has = false }: { has?: boolean } = {}) {
  const fetched: string[] = [];
  const pending: ((result: FetchedPackage) => void)[] = [];
  const store: PackageStore = {
    has: () => has,
    fetch({ name }) {
      fetched.push(name);
      return new Promise((resolve) => pending.push(resolve));
    },
  };
  return {
    store,
    fetched,
    arrive: () => pending.map((resolve) => resolve({ ok: true, folder: '/nowhere' })),
  };
}

it('says that an engine is being fetched where that takes longer than a caller waits, and has it later', async () => {
  const { store, fetched, arrive } = createStore();
  const engines = createSpeechEngines(store, { patienceMs: 8_000 });
  const first = engines.prepareTranscription();
  await vi.advanceTimersByTimeAsync(7_999);
  await vi.advanceTimersByTimeAsync(1);
  expect(await first).toMatchObject({ ok: false, kind: 'loading' });
  expect(fetched).toContain(MOONSHINE.name);
  const second = engines.prepareTranscription();
  arrive();
  expect(await second).toMatchObject({ ok: true });
  expect(vi.getTimerCount()).toBe(0);
});

it('fetches nothing to warm up', async () => {
  const { store, fetched } = createStore();
  await createSpeechEngines(store).warm();
  expect(fetched).toEqual([]);
});
