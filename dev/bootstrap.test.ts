import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { isAlive } from './stand-in/is-alive.ts';

/** A fresh clone with an `npm` that notes each of its calls, takes its time and installs one development package where it may. */
let clone: string;

beforeEach(() => {
  clone = mkdtempSync(join(tmpdir(), 'libra-clone-'));
  mkdirSync(join(clone, 'dev'));
  mkdirSync(join(clone, 'bin'));
  for (const file of ['bootstrap.mjs', 'own-node.mjs', 'install-stamp.mjs'])
    copyFileSync(join(import.meta.dirname, file), join(clone, 'dev', file));
  writeFileSync(join(clone, 'package-lock.json'), '{}');
  writeFileSync(join(clone, 'package.json'), '{"devDependencies":{"checker":"1.0.0"}}');
  writeFileSync(join(clone, 'program.mjs'), "console.log('it runs');");
  writeFileSync(
    join(clone, 'bin', 'npm'),
    `#!/bin/sh
echo "$@" >> npm-calls
[ -e npm-fails ] && exit 1
case "$*" in *--omit=dev*) ;; *) mkdir -p node_modules/checker ;; esac
sleep 0.5
`,
  );
  chmodSync(join(clone, 'bin', 'npm'), 0o755);
});
afterEach(() => rmSync(clone, { recursive: true, force: true }));

function start(program = 'program.mjs'): Promise<{ code: number | null; out: string }> {
  const child: ChildProcess = spawn(process.execPath, [join(clone, 'dev', 'bootstrap.mjs'), program], {
    env: { ...process.env, PATH: `${join(clone, 'bin')}${delimiter}${process.env.PATH ?? ''}` },
  });
  let out = '';
  child.stdout?.on('data', (text) => {
    out += text;
  });
  return new Promise((resolve) => child.once('exit', (code) => resolve({ code, out })));
}

const calls = () => readFileSync(join(clone, 'npm-calls'), 'utf8').trim().split('\n');

it('installs once in a fresh clone, also when several commands are started at once', async () => {
  for (const { code, out } of await Promise.all([start(), start(), start()])) {
    expect({ code, out }).toEqual({ code: 0, out: 'it runs\n' });
  }
  expect((await start()).code).toBe(0);
  expect(calls()).toHaveLength(1);
  expect(existsSync(join(clone, '.libra', 'installing.pid'))).toBe(false);
});

it('ends its program when the npm that started it has been ended', async () => {
  writeFileSync(join(clone, 'program.mjs'), 'console.log(process.pid); setInterval(() => {}, 1000);');
  // As npm does it: a shell in between, which takes no signal to its child.
  const shell = spawn('/bin/sh', ['-c', `"${process.execPath}" dev/bootstrap.mjs program.mjs; true`], {
    cwd: clone,
    env: { ...process.env, PATH: `${join(clone, 'bin')}${delimiter}${process.env.PATH ?? ''}` },
  });
  const pid = await new Promise<number>((resolve) =>
    shell.stdout.once('data', (text) => resolve(Number(text))),
  );
  expect(isAlive(pid)).toBe(true);
  shell.kill('SIGTERM');
  await expect.poll(() => isAlive(pid), { timeout: 20_000 }).toBe(false);
});

it('tells its program once that npm has been ended: a second signal would mean “at once”', async () => {
  const program = `let signals = 0;
    process.on('SIGTERM', () => {
      signals += 1;
      setTimeout(() => { require('fs').writeFileSync('signals', String(signals)); process.exit(); }, 2500);
    });
    console.log('ready');
    setInterval(() => {}, 1000);`;
  writeFileSync(join(clone, 'program.cjs'), program);
  const shell = spawn('/bin/sh', ['-c', `"${process.execPath}" dev/bootstrap.mjs program.cjs; true`], {
    cwd: clone,
    env: { ...process.env, PATH: `${join(clone, 'bin')}${delimiter}${process.env.PATH ?? ''}` },
  });
  await new Promise((resolve) => shell.stdout.once('data', resolve));
  shell.kill('SIGTERM');
  await expect.poll(() => existsSync(join(clone, 'signals')), { timeout: 20_000 }).toBe(true);
  expect(readFileSync(join(clone, 'signals'), 'utf8')).toBe('1');
});

it.each([
  [{}, 'localhost,127.0.0.1'],
  [{ NO_PROXY: '.corp.example' }, '.corp.example'],
])('asks no proxy for what is on this machine, unless it is told otherwise: %j', (given, expected) => {
  writeFileSync(join(clone, 'program.mjs'), 'console.log(process.env.no_proxy)');
  const env = { PATH: `${join(clone, 'bin')}${delimiter}${process.env.PATH ?? ''}`, ...given };
  const words = [join(clone, 'dev', 'bootstrap.mjs'), 'program.mjs'];
  expect(spawnSync(process.execPath, words, { env }).stdout.toString().trim()).toBe(expected);
});

it('installs again when the lock file has changed', async () => {
  await start();
  writeFileSync(join(clone, 'package-lock.json'), '{"changed":true}');
  await start();
  expect(calls()).toHaveLength(2);
});

it.each([
  ['npm ci', true, 0],
  ['npm ci --omit=dev', false, 1],
])('knows what %s by hand has installed', async (_, hasChecker, furtherCalls) => {
  mkdirSync(join(clone, 'node_modules', ...(hasChecker ? ['checker'] : [])), { recursive: true });
  // As npm runs it at the end.
  expect(spawnSync(process.execPath, [join(clone, 'dev', 'install-stamp.mjs')]).status).toBe(0);
  writeFileSync(join(clone, 'dev', 'start.ts'), "console.log('it starts');");
  expect((await start('dev/start.ts')).code).toBe(0);
  expect(existsSync(join(clone, 'npm-calls'))).toBe(false);
  expect((await start()).code).toBe(0);
  expect(existsSync(join(clone, 'npm-calls')) ? calls().length : 0).toBe(furtherCalls);
});

it('goes on past an installation whose process was killed', async () => {
  mkdirSync(join(clone, '.libra'));
  // Beyond the largest process id that there is.
  writeFileSync(join(clone, '.libra', 'installing.pid'), String(2 ** 30));
  expect((await start()).code).toBe(0);
  expect(calls()).toHaveLength(1);
});

it('starts nothing when the installation fails, and tries again the next time', async () => {
  writeFileSync(join(clone, 'npm-fails'), '');
  expect(await start()).toEqual({ code: 1, out: '' });
  rmSync(join(clone, 'npm-fails'));
  expect((await start()).code).toBe(0);
  expect(calls()).toHaveLength(2);
});

it('does without the development packages where they are not needed, and adds them to what is there when they are', async () => {
  writeFileSync(join(clone, 'dev', 'start.ts'), "console.log('it starts');");
  expect(await start('dev/start.ts')).toEqual({ code: 0, out: 'it starts\n' });
  expect(await start('dev/start.ts')).toEqual({ code: 0, out: 'it starts\n' });
  expect((await start()).code).toBe(0);
  expect((await start('dev/start.ts')).code).toBe(0);
  expect((await start('--all')).code).toBe(0);
  const arguments_ = calls().map((line) => line.replace(/ --no-audit.*/, ''));
  expect(arguments_).toEqual(['ci --omit=dev', 'install --no-save --include=dev']);
});
