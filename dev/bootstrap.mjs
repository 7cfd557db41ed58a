// Runs a TypeScript program of this project on any machine that has Node 20 or later and npm:
// installs what the lock file pins when that has not been done yet, then starts the program with the
// project's own Node (an npm package), which runs TypeScript directly.
//
// Plain JavaScript without dependencies, because nothing is installed yet when it runs.
//   node dev/bootstrap.mjs dev/start.ts [arguments…]
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';

const root = resolve(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '..');
const bin = join(root, 'node_modules', '.bin');
const windows = process.platform === 'win32';
const [program, ...programArguments] = process.argv.slice(2);

if (program === undefined) fail('usage: node dev/bootstrap.mjs PROGRAM [arguments…]');
if (Number(process.versions.node.split('.')[0]) < 20) {
  fail(`Libra needs Node 20 or later to install; this is ${process.version}.`);
}

installIfNeeded();
run();

function installIfNeeded() {
  // The stamp is the lock file's own hash: a pull that changes a dependency installs again, nothing else does.
  const stamp = join(root, 'node_modules', '.libra-installed');
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  console.error('Installing what package-lock.json pins (npm ci); this takes about half a minute…');
  const install = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    // npm's own output goes to stderr, so that a program's stdout stays its own.
    stdio: ['ignore', 2, 2],
    shell: windows,
  });
  if (install.status !== 0) {
    fail('npm ci failed; its messages are above. Libra cannot start without its dependencies.');
  }
  mkdirSync(join(root, 'node_modules'), { recursive: true });
  writeFileSync(stamp, wanted);
}

function run() {
  const ownNode = join(bin, windows ? 'node.cmd' : 'node');
  const node = existsSync(ownNode) ? ownNode : process.execPath;
  const child = spawn(node, [join(root, program), ...programArguments], {
    cwd: root,
    stdio: 'inherit',
    shell: windows,
    env: { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH ?? ''}` },
  });
  // A terminal's Ctrl-C reaches the child by itself; a signal sent to this process alone has to be handed on.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    });
  }
  child.on('error', (error) => fail(`Cannot start ${node}: ${error.message}`));
  child.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 1 : 128)));
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
