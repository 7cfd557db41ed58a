/**
 * Puts LiteLLM where only the bench finds it: into a virtual environment of Python beside the other peers. Not everybody has
 * Python, so a bench goes on without it.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../dev/stack/build.ts';

const REQUIREMENTS = join(import.meta.dirname, 'litellm', 'requirements.txt');
export const LITELLM_CONFIG = join(import.meta.dirname, 'litellm', 'config.yaml');
const FOLDER = join(PROJECT_ROOT, '.libra', 'bench-litellm');
const PROGRAMS = join(FOLDER, process.platform === 'win32' ? 'Scripts' : 'bin');

/** Debian's Python has `venv` without `ensurepip` until python3-venv is installed. LiteLLM names the versions that it runs on. */
const PROBE = `
import sys, venv, ensurepip
print(sys.version)
sys.exit(not (3, 10) <= sys.version_info < (3, 15))`;

/** LiteLLM's program, with what requirements.txt pins around it. Null, and said, when it cannot be had here. */
export function installLiteLlm(say: (line: string) => void): string | null {
  const python = findPython();
  if (python === null) {
    say('  LiteLLM takes no part: there is no Python 3.10 to 3.14 with venv.');
    return null;
  }
  const program = join(PROGRAMS, 'litellm');
  const stamp = join(FOLDER, '.installed');
  const wanted = createHash('sha256').update(readFileSync(REQUIREMENTS)).update(python.version).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return program;
  say('  Installing LiteLLM (bench/peers/litellm/requirements.txt, 760 MB)…');
  rmSync(FOLDER, { recursive: true, force: true });
  // Only wheels: nothing of a package runs while it is installed.
  const pip = ['-m', 'pip', 'install', '--quiet', '--require-hashes', '--only-binary', ':all:'];
  const isInstalled =
    run(python.command, ['-m', 'venv', FOLDER]) &&
    run(join(PROGRAMS, 'python'), [...pip, '-r', REQUIREMENTS]);
  if (!isInstalled) {
    say('  LiteLLM takes no part: pip could not install it; its messages are above.');
    return null;
  }
  writeFileSync(stamp, wanted);
  return program;
}

function findPython(): { command: string; version: string } | null {
  for (const command of ['python3', 'python']) {
    const { status, stdout } = spawnSync(command, ['-c', PROBE], { encoding: 'utf8' });
    if (status === 0) return { command, version: stdout };
  }
  return null;
}

function run(command: string, parameters: readonly string[]): boolean {
  return spawnSync(command, parameters, { stdio: ['ignore', 2, 2] }).status === 0;
}
