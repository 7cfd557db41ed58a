/** Under which conditions figures were taken: without them a figure means nothing. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, loadavg, release, totalmem, type } from 'node:os';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../dev/stack/build.ts';
import type { Form } from './report.ts';

export interface Conditions {
  form: Form;
  /** ISO 8601, when the run began. */
  startedAt: string;
  commit: string;
  machine: string;
  versions: Record<string, string>;
  /** Processes that wanted a core, averaged over a minute: before the run and after it. */
  loadBefore: number;
  loadAfter: number;
}

export function observeConditions(form: Form): () => Conditions {
  const startedAt = new Date().toISOString();
  const loadBefore = loadavg()[0] ?? Number.NaN;
  return () => ({
    form,
    startedAt,
    commit: readCommit(),
    machine: `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown CPU'}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${type()} ${release()}`,
    versions: { node: process.versions.node, workerd: versionOf('workerd') },
    loadBefore,
    loadAfter: loadavg()[0] ?? Number.NaN,
  });
}

export function describeConditions(conditions: Conditions): string {
  const { form, startedAt, commit, machine, versions, loadBefore, loadAfter } = conditions;
  const software = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return [
    `${form === 'full' ? 'Full' : 'Short'} run of ${startedAt.slice(0, 16).replace('T', ' ')} UTC at ${commit}`,
    machine,
    ...software,
    `load average ${loadBefore.toFixed(1)} before and ${loadAfter.toFixed(1)} after`,
  ].join('; ');
}

function readCommit(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], {
      cwd: PROJECT_ROOT,
      encoding: 'utf8',
    }).trim();
  } catch {
    return 'an unknown commit';
  }
}

function versionOf(name: string): string {
  const manifest = readFileSync(join(PROJECT_ROOT, 'node_modules', name, 'package.json'), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}
