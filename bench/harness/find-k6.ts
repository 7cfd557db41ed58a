import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** On PATH, or where `go install` puts it. */
export function findK6(): string | undefined {
  if (spawnSync('k6', ['version'], { stdio: 'ignore' }).status === 0) return 'k6';
  const go = spawnSync('go', ['env', 'GOPATH'], { encoding: 'utf8' });
  const installed = join(go.status === 0 ? go.stdout.trim() : '', 'bin', 'k6');
  return go.status === 0 && existsSync(installed) ? installed : undefined;
}
