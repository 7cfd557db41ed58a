/** The Workers with something small in the place of the documents Worker, whose code is as long as that of two others. */
import { join } from 'node:path';
import type { Bundle } from '../dev/stack/build.ts';

/** What it says of a call, which then fails the test file. */
export const ASKED_STUB = 'This stack has no documents Worker: start it with `readsDocuments`.';
const STUB = join(import.meta.dirname, 'no-documents.mjs');

export function withoutDocuments(bundles: readonly Bundle[]): Bundle[] {
  return bundles.map((bundle) => (bundle.worker === 'documents' ? { ...bundle, scriptPath: STUB } : bundle));
}

export function isStub({ scriptPath }: Bundle): boolean {
  return scriptPath === STUB;
}
