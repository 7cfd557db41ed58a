/**
 * A Worker in a workerd of its own, behind its own socket: no proxy of a development tool in between, its log lines
 * thrown away, its process known, so that its CPU and memory can be read.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../dev/stack/build.ts';
import { findFreePort } from '../../dev/stand-in/free-port.ts';
import { createTemporaryFolder } from '../../dev/stand-in/temporary-folder.ts';

export interface WorkerSetup {
  /** The bundled ES module. */
  script: string;
  vars?: Readonly<Record<string, string>>;
  /** Binding name → class name; all SQLite-backed, and in memory unless `hasAlarms`. */
  durableObjects?: Readonly<Record<string, string>>;
  /** The objects set alarms, which workerd does only for those on disk; theirs is a temporary folder. */
  hasAlarms?: boolean;
  /** Rate-limit bindings that count and let everybody pass. In production, too, the counter is at hand, not a call away. */
  rateLimits?: readonly string[];
  /** Bindings to a Worker that answers everything with 503: for what a bench never calls. */
  absentServices?: readonly string[];
  /** Binding name → name of another Worker in the same process. */
  services?: Readonly<Record<string, string>>;
  /** Beyond Libra's own `enable_request_signal`. */
  flags?: readonly string[];
}

export interface RunningWorker {
  port: number;
  pid: number;
  close(): Promise<void>;
}

export interface RunningWorkers {
  /** Of each Worker that has a socket. */
  ports: Record<string, number>;
  pid: number;
  close(): Promise<void>;
}

const COMPATIBILITY_DATE = '2026-10-20';

export async function startWorkerd(setup: WorkerSetup): Promise<RunningWorker> {
  const { ports, pid, close } = await startWorkers({ main: setup }, ['main']);
  return { port: ports.main ?? 0, pid, close };
}

/** Several Workers in one workerd, bound to each other; those named in `open` have a socket. */
export async function startWorkers(
  workers: Readonly<Record<string, WorkerSetup>>,
  open: readonly string[],
): Promise<RunningWorkers> {
  const { path: folder, remove } = createTemporaryFolder('libra-bench-');
  const ports: Record<string, number> = {};
  for (const name of open) ports[name] = await findFreePort();
  for (const [name, { script }] of Object.entries(workers)) writeFileSync(join(folder, `${name}.js`), script);
  const storage = join(folder, 'storage');
  mkdirSync(storage);
  writeFileSync(join(folder, 'config.capnp'), createConfig(workers, ports, storage));
  const child = spawn(
    join(PROJECT_ROOT, 'node_modules', '.bin', 'workerd'),
    ['serve', join(folder, 'config.capnp'), '--experimental'],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let problem = '';
  child.stderr?.on('data', (bytes: Buffer) => {
    if (problem.length < 4_000) problem += bytes.toString();
  });
  const close = async () => {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    if (child.exitCode === null && child.kill('SIGKILL')) await ended;
    remove();
  };
  try {
    for (const port of Object.values(ports)) await waitForPort(port, child, () => problem);
  } catch (error) {
    await close();
    throw error;
  }
  return { ports, pid: child.pid ?? 0, close };
}

function createConfig(
  workers: Readonly<Record<string, WorkerSetup>>,
  ports: Readonly<Record<string, number>>,
  storage: string,
): string {
  const names = Object.keys(workers);
  const services = [...names, 'absent'].map((name) => `(name = ${quote(name)}, worker = .${name})`);
  const sockets = Object.entries(ports).map(
    ([name, port]) =>
      `(name = ${quote(name)}, address = "127.0.0.1:${port}", http = (), service = ${quote(name)})`,
  );
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    ${services.join(',\n    ')},
    (name = "storage", disk = (path = ${quote(storage)}, writable = true)),
    (name = "internet", network = (allow = ["public", "private"])),
  ],
  sockets = [${sockets.join(', ')}],
  extensions = [(modules = [(name = "bench:rate-limit", internal = true, esModule = ${quote(RATE_LIMIT)})])],
);
${names.map((name) => createWorkerConfig(name, workers[name] as WorkerSetup)).join('')}
const absent :Workerd.Worker = (
  modules = [(name = "absent.js", esModule = "export default { fetch: () => new Response(null, { status: 503 }) }")],
  compatibilityDate = "${COMPATIBILITY_DATE}",
);
`;
}

function createWorkerConfig(name: string, setup: WorkerSetup): string {
  const {
    vars = {},
    durableObjects = {},
    hasAlarms = false,
    rateLimits = [],
    absentServices = [],
    services = {},
    flags = [],
  } = setup;
  const bindings = [
    ...Object.entries(vars).map(([key, value]) => `(name = ${quote(key)}, text = ${quote(value)})`),
    ...Object.entries(durableObjects).map(
      ([key, className]) => `(name = ${quote(key)}, durableObjectNamespace = ${quote(className)})`,
    ),
    ...rateLimits.map((key) => `(name = ${quote(key)}, wrapped = (moduleName = "bench:rate-limit"))`),
    ...absentServices.map((key) => `(name = ${quote(key)}, service = "absent")`),
    ...Object.entries(services).map(
      ([key, service]) => `(name = ${quote(key)}, service = ${quote(service)})`,
    ),
  ];
  const classes = [...new Set(Object.values(durableObjects))].map(
    (each) => `(className = ${quote(each)}, uniqueKey = ${quote(`bench-${each}`)}, enableSql = true)`,
  );
  return `const ${name} :Workerd.Worker = (
  modules = [(name = "${name}.js", esModule = embed "${name}.js")],
  compatibilityDate = "${COMPATIBILITY_DATE}",
  compatibilityFlags = [${['enable_request_signal', ...flags].map(quote).join(', ')}],
  bindings = [${bindings.join(', ')}],
  durableObjectNamespaces = [${classes.join(', ')}],
  ${classes.length === 0 ? '' : `durableObjectStorage = (${hasAlarms ? 'localDisk = "storage"' : 'inMemory = void'}),`}
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
