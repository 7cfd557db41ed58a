/** The two files that configure a stack: `.dev.vars` and `catalogue.json`. Both may be absent. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from './build.ts';
import { CATALOGUE_FILE, parseDevVars, type StackSettings } from './settings.ts';

/**
 * Throws `DevVarsError`, which names everything that is wrong in either. `more`: lines that count as the end of `.dev.vars`.
 * `needsKeys`: false where no provider is asked.
 */
export function readDevVars({ more = '', needsKeys = false } = {}): StackSettings {
  const text = readIfThere('.dev.vars') ?? '';
  return parseDevVars(text + more, { text: readIfThere(CATALOGUE_FILE), needsKeys });
}

function readIfThere(name: string): string | undefined {
  const file = join(PROJECT_ROOT, name);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}
