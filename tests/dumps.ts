/** Everything that a running stack stores, read past the Workers: what tests of privacy search for a planted word. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { type Bundle, PROJECT_ROOT } from '../dev/stack/build.ts';
import type { TestStack } from './use-stack.ts';

/** One row, key or record; `store` as the list of stores names it, without what tells one key from another. */
export interface Stored {
  store: string;
  text: string;
}

const CLASSES = {
  bot: ['ReplyDelivery', 'PersonErasure', 'Reminders'],
  bff: ['MemoryPause'],
  llm: ['ReplayGuard', 'CircuitBreaker', 'OperatorSettings'],
  mcp: ['McpServerState'],
  documents: ['DocumentReading'],
  voice: ['TalkSession'],
  logs: [],
  console: [],
} as const;

/** The same Workers, whose Durable Objects can be asked for all that is in their storage. */
export async function buildOpenBundles(bundles: readonly Bundle[]) {
  mkdirSync(join(PROJECT_ROOT, 'artifacts'), { recursive: true });
  const folder = mkdtempSync(join(PROJECT_ROOT, 'artifacts', 'open-'));
  const opened = await Promise.all(
    bundles.map(async (bundle) => {
      const classes: readonly string[] = CLASSES[bundle.worker];
      if (classes.length === 0) return bundle;
      const scriptPath = join(folder, bundle.worker, 'index.js');
      const exported = classes.map(
        (name) => `export class ${name} extends worker.${name} {
          dump() { return JSON.stringify([...this.ctx.storage.kv.list()]); }
        }`,
      );
      const contents = `import * as worker from ${JSON.stringify(bundle.scriptPath)};
        ${exported.join('\n')}
        export default worker.default;`;
      await build({
        stdin: { contents, resolveDir: PROJECT_ROOT },
        bundle: true,
        minifyWhitespace: true,
        format: 'esm',
        outfile: scriptPath,
        external: ['cloudflare:*', 'node:*'],
        logLevel: 'silent',
      });
      return { ...bundle, scriptPath };
    }),
  );
  return { bundles: opened, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** `dataDir`: the stack's own. */
export async function dumpStores(stack: TestStack, dataDir: string): Promise<Stored[]> {
  const logs = [...stack.logs.map((line) => JSON.stringify(line)), ...stack.strayLines];
  return [
    ...(await dumpPostgres(stack)),
    ...(await dumpRedis(stack)),
    ...(await dumpObjects(stack, dataDir)),
    ...logs.map((text) => ({ store: 'log', text })),
  ];
}

async function dumpPostgres({ standIns }: TestStack): Promise<Stored[]> {
  const { neon } = standIns;
  if (neon === null) throw new Error('Postgres is read through its stand-in');
  const tables = await neon.query(
    `SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'`,
  );
  const rows = tables.map(async ({ table_name: table }) =>
    (await neon.query(`SELECT row_to_json(t)::text AS text FROM "${table}" t`)).map(({ text }) => ({
      store: String(table),
      text: String(text),
    })),
  );
  return (await Promise.all(rows)).flat();
}

const READERS: Record<string, (key: string) => string[]> = {
  string: (key) => ['GET', key],
  hash: (key) => ['HGETALL', key],
  set: (key) => ['SMEMBERS', key],
  zset: (key) => ['ZRANGE', key, '0', '-1', 'WITHSCORES'],
};

async function dumpRedis(stack: TestStack): Promise<Stored[]> {
  const keys = await redis<string[]>(stack, 'KEYS', '*');
  const found = keys.map(async (key) => {
    const type = await redis<string>(stack, 'TYPE', key);
    // It has expired meanwhile.
    if (type === 'none') return [];
    const read = READERS[type];
    if (read === undefined) throw new Error(`No test reads a ${type} of Redis`);
    return [{ store: prefixOf(key), text: `${key} ${JSON.stringify(await redis(stack, ...read(key)))}` }];
  });
  return (await Promise.all(found)).flat();
}

/** `llm:kept:…` → `llm:kept`, `mute:…` → `mute`. */
function prefixOf(key: string): string {
  const parts = key.split(':');
  return parts.slice(0, parts[0] === 'llm' ? 2 : 1).join(':');
}

async function redis<T>(stack: TestStack, ...command: string[]): Promise<T> {
  const response = await fetch(stack.urls.upstash, {
    method: 'POST',
    headers: { authorization: `Bearer ${stack.keys.upstashToken}` },
    body: JSON.stringify(command),
  });
  return ((await response.json()) as { result: T }).result;
}

/** Every object that has ever had a file. */
async function dumpObjects({ workers }: TestStack, dataDir: string): Promise<Stored[]> {
  const folder = join(dataDir, 'workers', 'do');
  const dumps: Promise<Stored>[] = [];
  for (const [worker, classes] of Object.entries(CLASSES)) {
    for (const name of classes) {
      const files = join(folder, `libra-${worker}-${name}`);
      if (!existsSync(files)) continue;
      const binding = name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase();
      const namespace = await workers.miniflare.getDurableObjectNamespace(binding, `libra-${worker}`);
      for (const file of readdirSync(files)) {
        const id = /^([0-9a-f]{64})\.sqlite$/.exec(file)?.[1];
        if (id === undefined) continue;
        const object = namespace.get(namespace.idFromString(id)) as unknown as { dump(): Promise<string> };
        dumps.push(object.dump().then((text) => ({ store: name, text })));
      }
    }
  }
  return Promise.all(dumps);
}
