import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { PROJECT_ROOT } from '../../dev/stack/build.ts';
import { useGateway } from '../use-gateway.ts';

/** Every snippet of docs/gateway-clients.md that is marked to be run, as it stands there. */
const gateway = useGateway();

const page = readFileSync(join(PROJECT_ROOT, 'docs', 'gateway-clients.md'), 'utf8');
const RUN = page
  .split(/^## /m)
  .slice(1)
  .flatMap((section) => {
    const title = section.slice(0, section.indexOf('\n'));
    const blocks = section.matchAll(/```(\w+) run\n([\s\S]*?)```/g);
    return [...blocks].map(([, language = '', code = '']) => ({ title, language, code }));
  });

const COMMANDS: Readonly<Record<string, readonly [command: string, ...args: string[]]>> = {
  js: [process.execPath, '--input-type=module', '-e'],
  python: ['python3', '-c'],
  sh: ['sh', '-c'],
};
const canRun: Readonly<Record<string, boolean>> = {
  js: true,
  python: spawnSync('python3', ['-c', 'import openai']).status === 0,
  sh: spawnSync('curl', ['--version']).status === 0,
};

it('the page has a snippet for each client', () => {
  expect(RUN.map(({ title }) => title)).toEqual([
    'openai for JavaScript',
    'openai for Python',
    'AI SDK',
    'AI SDK',
    'LangChain',
    'curl',
  ]);
});

describe.each(RUN)('the snippet of $title', ({ language, code }) => {
  it.skipIf(canRun[language] !== true)(`runs (skipped where the machine has no ${language})`, async () => {
    const [command, ...args] = COMMANDS[language] ?? ['false'];
    const { baseURL, apiKey } = gateway.access;
    const child = spawn(command, [...args, code], {
      // Where its packages are found.
      cwd: PROJECT_ROOT,
      env: { ...process.env, LIBRA_URL: baseURL, LIBRA_KEY: apiKey, PYTHONIOENCODING: 'utf-8' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const [said, complained] = await Promise.all([text(child.stdout), text(child.stderr)]);
    expect(complained).not.toMatch(/error/i);
    expect(said).toMatch(/1\D+2\D+3\D+4\D+5/);
    expect(gateway.bodies()).toHaveLength(1);
  });
});
