/**
 * A Worker in a workerd of its own, behind its own socket: no proxy of a development tool in between, its log lines
 * thrown away, its process known, so that its CPU and memory can be read.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../dev/stack/build.ts';
import { findFreePort } from '../../dev/stack/ports.ts';

export interface WorkerSetup {
  /** The bundled ES module. */
  script: string;
  vars?: Readonly<Record<string, string>>;
  /** Binding name → class name; all SQLite-backed and in memory. */
  durableObjects?: Readonly<Record<string, string>>;
  /** Rate-limit bindings that count and let everybody pass. In production, too, the counter is at hand, not a call away. */
  rateLimits?: readonly string[];
  /** Bindings to a Worker that answers everything with 503: for what a bench never calls. */
  absentServices?: readonly string[];
  /** Beyond Libra's own `enable_request_signal`. */
  flags?: readonly string[];
}

export interface RunningWorker {
  port: number;
  pid: number;
  close(): Promise<void>;
}

const COMPATIBILITY_DATE = '2026-10-20';

export async function startWorkerd(setup: WorkerSetup): Promise<RunningWorker> {
  const folder = mkdtempSync(join(tmpdir(), 'libra-bench-'));
  const port = await findFreePort();
  writeFileSync(join(folder, 'worker.js'), setup.script);
  writeFileSync(join(folder, 'config.capnp'), createConfig(setup, port));
  const child = spawn(
    join(PROJECT_ROOT, 'node_modules', '.bin', 'workerd'),
    ['serve', join(folder, 'config.capnp'), '--experimental'],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let problem = '';
  child.stderr?.on('data', (bytes: Buffer) => {
    if (problem.length < 4_000) problem += bytes.toString();
  });
  try {
    await waitForPort(port, child, () => problem);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
  return {
    port,
    pid: child.pid ?? 0,
    async close() {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      if (child.exitCode === null && child.kill('SIGKILL')) await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function createConfig(setup: WorkerSetup, port: number): string {
  const { vars = {}, durableObjects = {}, rateLimits = [], absentServices = [], flags = [] } = setup;
  const bindings = [
    ...Object.entries(vars).map(([name, value]) => `(name = ${quote(name)}, text = ${quote(value)})`),
    ...Object.entries(durableObjects).map(
      ([name, className]) => `(name = ${quote(name)}, durableObjectNamespace = ${quote(className)})`,
    ),
    ...rateLimits.map((name) => `(name = ${quote(name)}, wrapped = (moduleName = "bench:rate-limit"))`),
    ...absentServices.map((name) => `(name = ${quote(name)}, service = "absent")`),
  ];
  const classes = [...new Set(Object.values(durableObjects))].map(
    (name) => `(className = ${quote(name)}, uniqueKey = ${quote(`bench-${name}`)}, enableSql = true)`,
  );
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = .main), (name = "absent", worker = .absent)],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")],
  extensions = [(modules = [(name = "bench:rate-limit", internal = true, esModule = ${quote(RATE_LIMIT)})])],
);
const main :Workerd.Worker = (
  modules = [(name = "worker.js", esModule = embed "worker.js")],
  compatibilityDate = "${COMPATIBILITY_DATE}",
  compatibilityFlags = [${['enable_request_signal', ...flags].map(quote).join(', ')}],
  bindings = [${bindings.join(', ')}],
  durableObjectNamespaces = [${classes.join(', ')}],
  ${classes.length === 0 ? '' : 'durableObjectStorage = (inMemory = void),'}
);
const absent :Workerd.Worker = (
  modules = [(name = "absent.js", esModule = "export default { fetch: () => new Response(null, { status: 503 }) }")],
  compatibilityDate = "${COMPATIBILITY_DATE}",
);
`;
}

const RATE_LIMIT = `export default () => {
  const counts = new Map();
  return {
    async limit({ key }) {
      if (counts.size > 10000) counts.clear();
      counts.set(key, (counts.get(key) ?? 0) + 1);
      return { success: true };
    },
  };
};`;

/** JSON's escapes are Cap'n Proto's too, as long as everything beyond ASCII is left as it is. */
function quote(text: string): string {
  return JSON.stringify(text);
}

async function waitForPort(port: number, child: ChildProcess, problem: () => string): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`workerd ended at once:\n${problem()}`);
    if (await canConnect(port)) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

function canConnect(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
