// Runs a TypeScript program of this project on any machine that has Node 20 or later and npm: installs what the lock file pins
// when that has not been done yet, then starts the program with a Node that runs TypeScript directly.
//
// What only checks and tests need (package.json, devDependencies) is installed with them: starting and deploying does without.
//
// Plain JavaScript without dependencies, because nothing is installed yet when it runs.
//   node dev/bootstrap.mjs dev/start.ts [arguments…]
//   node dev/bootstrap.mjs --all                      only installs, everything
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { noteInstalled, readInstalled } from './install-stamp.mjs';
import { ownNodePath, placeOwnNode } from './own-node.mjs';

const root = resolve(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '..');
const bin = join(root, 'node_modules', '.bin');
const codeCache = join(root, 'node_modules', '.cache', 'libra', 'code');
const windows = process.platform === 'win32';
const [program, ...programArguments] = process.argv.slice(2);
/** What an installation takes at most while it is under way, npm's cache included. */
const NEEDED_MB = 1_200;

/** Programs that work with what is installed without the development packages. */
const LEAN =
  /^dev\/(start|ask|keys|migrate|register|redis|doctor|deploy|rollback|setup|sign|erase|backup|restore|usage|settings)\.ts$/;
const needsAll = !LEAN.test(program ?? '');

if (program === undefined) fail('usage: node dev/bootstrap.mjs PROGRAM [arguments…]');
if (Number(process.versions.node.split('.')[0]) < 20) {
  fail(`Libra needs Node 20 or later to install; this is ${process.version}.`);
}

try {
  installIfNeeded();
  placeOwnNode(root);
} catch (error) {
  fail(error.message);
}
if (program !== '--all') run();

function installIfNeeded() {
  // A pull that changes a dependency installs again, nothing else does.
  const isInstalled = () => {
    const installed = readInstalled(root);
    return installed === 'all' || (!needsAll && installed === 'lean');
  };
  if (isInstalled()) return;
  // Two commands at once in a fresh clone: npm would delete under the one what it has just installed for the other.
  const release = claimInstallation();
  try {
    if (isInstalled()) return;
    // Added to what is there, which a running stack may be using.
    install(readInstalled(root) === 'lean');
    noteInstalled(root);
  } finally {
    release();
  }
}

function install(isAddition) {
  const { bavail, bsize } = statfsSync(root);
  const freeMb = Math.floor((bavail * bsize) / 1_000_000);
  if (freeMb < NEEDED_MB)
    throw new Error(
      `The disk is full: installing needs ${NEEDED_MB} MB, and ${freeMb} MB are free in ${root}.`,
    );
  const command = isAddition
    ? ['install', '--no-save', '--include=dev']
    : ['ci', ...(needsAll ? [] : ['--omit=dev'])];
  console.error(
    `Installing what package-lock.json pins (npm ${command[0]}); this takes about half a minute…`,
  );
  const installed = spawnSync('npm', [...command, '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    // npm's own output goes to stderr, so that a program's stdout stays its own.
    stdio: ['ignore', 2, 2],
    shell: windows,
  });
  if (installed.status !== 0) {
    throw new Error(
      `npm ${command[0]} failed; its messages are above. Libra cannot start without its dependencies.`,
    );
  }
}

/** Waits while another process installs. The file holds its process id, so that one left behind by a killed process is seen. */
function claimInstallation() {
  const file = join(root, '.libra', 'installing.pid');
  mkdirSync(join(root, '.libra'), { recursive: true });
  for (let said = false; ; said = true) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const owner = readOwner(file);
    // In a container each start has the same process id as the one that was killed.
    if (owner === process.pid || !isAlive(owner)) rmSync(file, { force: true });
    else if (!said)
      console.error(
        `Another command is installing already; waiting for it… (If process ${owner} is another program, delete ${file}.)`,
      );
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
  }
}

function readOwner(file) {
  try {
    return Number(readFileSync(file, 'utf8'));
  } catch {
    return Number.NaN;
  }
}

/** A file without a number was made this very moment, or is gone: look again. */
function isAlive(pid) {
  if (!(pid > 0)) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function run() {
  const ownNode = ownNodePath(root);
  const node = existsSync(ownNode) ? ownNode : process.execPath;
  const child = spawn(node, [join(root, program), ...programArguments], {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...process.env,
      PATH: `${bin}${delimiter}${process.env.PATH ?? ''}`,
      // With NODE_USE_ENV_PROXY, Node asks a proxy for the parts of a stack, too, which are on this machine.
      no_proxy: process.env.no_proxy ?? process.env.NO_PROXY ?? 'localhost,127.0.0.1',
      // What Node compiles, and makes of TypeScript, is kept for the next time.
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? codeCache,
    },
  });
  let isToldToEnd = false;
  // A terminal's Ctrl-C reaches the child by itself; a signal sent to this process alone has to be handed on.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      isToldToEnd = true;
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    });
  }
  // A signal sent to npm ends npm and its shell, and is not handed on: this process has to end, too. Said once, because a program
  // that is stopping takes another signal for “at once”.
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid === parent || isToldToEnd) return;
    isToldToEnd = true;
    child.kill('SIGTERM');
  }, 1_000).unref();
  child.on('error', (error) => fail(`Cannot start ${node}: ${error.message}`));
  child.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 1 : 128)));
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
