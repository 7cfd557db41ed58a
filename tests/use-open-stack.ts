/** A stack for a test file that searches everything which is stored. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, inject } from 'vitest';
import type { NeonStandIn } from '../dev/neon/server.ts';
import { buildOpenBundles, dumpStores, type Stored } from './dumps.ts';
import { giveDatabaseBack, takeDatabase } from './pooled-database.ts';
import { startTestStack, type TestStack, type TestStackOptions } from './use-stack.ts';
import { withoutDocuments } from './without-documents.ts';

export interface OpenStack {
  /** There from `beforeAll` on. */
  readonly stack: TestStack;
  /** Everything that is stored. */
  dump(): Promise<Stored[]>;
  /** The names of the stores that hold this text. */
  storesWith(text: string): Promise<string[]>;
}

export function useOpenStack({ readsDocuments = false, ...options }: TestStackOptions = {}): OpenStack {
  let stack: TestStack | undefined;
  let neon: NeonStandIn | undefined;
  let removeBundles = () => {};
  const dataDir = mkdtempSync(join(tmpdir(), 'libra-open-'));
  beforeAll(async () => {
    const bundles = inject('bundles');
    const opened = await buildOpenBundles(readsDocuments ? bundles : withoutDocuments(bundles));
    removeBundles = opened.remove;
    // Only the objects are read as files: a database of its own folder would have to be unpacked first.
    neon = await takeDatabase();
    stack = await startTestStack({
      bundles: opened.bundles,
      readsDocuments: true,
      dataDir,
      neon,
      ...options,
    });
  });
  afterAll(async () => {
    await stack?.close();
    if (neon !== undefined) await giveDatabaseBack(neon);
    removeBundles();
    rmSync(dataDir, { recursive: true, force: true });
  });
  const started = () => {
    if (stack === undefined) throw new Error('the stack is not started yet');
    return stack;
  };
  return {
    get stack() {
      return started();
    },
    dump: () => dumpStores(started(), dataDir),
    async storesWith(text) {
      const stored = await dumpStores(started(), dataDir);
      return [...new Set(stored.flatMap((entry) => (entry.text.includes(text) ? [entry.store] : [])))];
    },
  };
}

/** For polls: a look at everything that is stored keeps a core busy for a tenth of a second. */
export const NOW_AND_THEN = { interval: 200 };

/** The stand-ins that such a test breaks and asks. */
export function standInsOf({ standIns: { openai, neon, upstash } }: Pick<TestStack, 'standIns'>) {
  if (openai === null || neon === null || upstash === null) throw new Error('these tests need the stand-ins');
  return { openai, neon, upstash };
}

/** A word that stands nowhere else. */
export function plantWord(): string {
  return `zq${crypto.randomUUID().replaceAll('-', '').slice(0, 12)}`;
}
