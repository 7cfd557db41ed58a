import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { type Bundle, PROJECT_ROOT } from '../dev/stack/build.ts';
import { obtainWorkers } from '../dev/stack/build-cache.ts';

declare module 'vitest' {
  interface ProvidedContext {
    bundles: Bundle[];
  }
}

declare global {
  // Each project loads this module anew, in the same process.
  var libraBundles: Promise<Bundle[]> | undefined;
}

/** The Workers are built once for the whole run, as they would be deployed. */
export default async function setup(project: TestProject): Promise<() => void> {
  const outDir = join(PROJECT_ROOT, 'artifacts', `bundles-${process.pid}`);
  globalThis.libraBundles ??= obtainWorkers(outDir);
  project.provide('bundles', await globalThis.libraBundles);
  return () => rmSync(outDir, { recursive: true, force: true });
}
