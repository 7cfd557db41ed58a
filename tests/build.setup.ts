import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { type Bundle, buildWorkers, PROJECT_ROOT } from '../dev/stack/build.ts';

declare module 'vitest' {
  interface ProvidedContext {
    bundles: Bundle[];
  }
}

/** The Workers are built once for the whole run, as they would be deployed. */
export default async function setup(project: TestProject): Promise<() => void> {
  const outDir = join(PROJECT_ROOT, 'artifacts', `bundles-${process.pid}`);
  project.provide('bundles', await buildWorkers(outDir));
  return () => rmSync(outDir, { recursive: true, force: true });
}
