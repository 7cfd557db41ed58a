/**
 * The llm Worker as it ships, several times in one runtime: each test takes one whose isolate and objects nobody has used, since
 * starting a runtime takes longer than most tests. A second, tiny Worker calls them over service bindings, as the bff does.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { convertV4MiniflareOptions, Miniflare } from 'miniflare';

/**
 * A request with `x-may-leave` leaves when `/leave` is called, whether it waits for headers or reads. `/spend` uses one nonce
 * 1,000 times at once and counts the outcomes. `x-llm` names the Worker that is called.
 */
const CALLER = `const leaving = new Set();
export default {
  async fetch(request, env) {
    const { pathname } = new URL(request.url);
    const name = request.headers.get('x-llm');
    const llm = env[name];
    if (pathname === '/leave') {
      leaving.add(name);
      return new Response();
    }
    if (pathname === '/spend') {
      const guard = env[name + ' guard'].getByName('nonces-0');
      const uses = Array.from({ length: 1000 }, () => guard.spend('AAAAAAAAAAAAAAAAAAAAAA', Date.now() + 60000));
      return Response.json((await Promise.all(uses)).map((answer) => answer.outcome));
    }
    if (!request.headers.has('x-may-leave')) return llm.fetch(request);
    const controller = new AbortController();
    // A timer looks at the flag: one request cannot reach into another's.
    const watch = setInterval(() => leaving.has(name) && controller.abort(), 10);
    try {
      const response = await llm.fetch(new Request(request, { signal: controller.signal }));
      await response.text();
      return new Response('stayed');
    } catch {
      return new Response('left');
    } finally {
      clearInterval(watch);
    }
  },
};`;

const RUNTIME = { compatibilityDate: '2026-10-20', compatibilityFlags: ['enable_request_signal'] };

type Bindings = Record<string, string>;

export interface LlmWorker {
  name: string;
  miniflare: Miniflare;
}

export interface LlmWorkers {
  /** A fresh one with these variables; the one before may end. `tests`: how many want the same, so that one runtime serves them. */
  take(bindings: Bindings, tests: number): Promise<LlmWorker>;
  /** The newest one's runtime ends, and it is started anew with other variables on the same storage. */
  restart(bindings: Bindings): Promise<LlmWorker>;
  close(): Promise<void>;
}

interface Pool {
  miniflare: Miniflare;
  storage: string;
  names: string[];
}

/** So many in one runtime, whose memory is shared by them all. */
const MAX_POOL = 12;

/** `onLog`: one call a JSON line, with the name of the Worker that wrote it. */
export function createLlmWorkers(script: string, onLog: (worker: string, line: string) => void): LlmWorkers {
  const pools = new Map<string, Pool>();
  let newest: { pool: Pool; name: string } | undefined;
  let count = 0;

  function start(bindings: Bindings, names: readonly string[], storage: string): Pool {
    const miniflare = new Miniflare(
      convertV4MiniflareOptions({
        host: '127.0.0.1',
        port: 0,
        cf: false,
        resourcePersistencePath: storage,
        handleStructuredLogs: ({ message }: { message: string }) => {
          const [, name, line] = /^(llm-\d+) (\{.*)$/s.exec(message) ?? [];
          if (name !== undefined && line !== undefined) onLog(name, line);
        },
        workers: [callerOf(names), ...names.map((name) => llmOf(name, script, bindings))],
      }),
    );
    return { miniflare, storage, names: [...names] };
  }

  async function end({ miniflare, storage }: Pool): Promise<void> {
    await miniflare.dispose();
    rmSync(storage, { recursive: true, force: true });
  }

  async function used(pool: Pool): Promise<LlmWorker> {
    const name = pool.names.shift() ?? '';
    newest = { pool, name };
    await pool.miniflare.ready;
    return { name, miniflare: pool.miniflare };
  }

  return {
    async take(bindings, tests) {
      const key = JSON.stringify(bindings);
      const kept = pools.get(key);
      if (kept !== undefined && kept.names.length > 0) return used(kept);
      for (const [known, pool] of pools) {
        if (pool.names.length > 0) continue;
        pools.delete(known);
        await end(pool);
      }
      const names = Array.from({ length: Math.min(tests, MAX_POOL) }, () => {
        count += 1;
        return `llm-${count}`;
      });
      const pool = start(bindings, names, mkdtempSync(join(tmpdir(), 'libra-llm-')));
      pools.set(key, pool);
      return used(pool);
    },
    async restart(bindings) {
      if (newest === undefined) throw new Error('there is none yet');
      const { pool, name } = newest;
      await pool.miniflare.dispose();
      const again = start(bindings, [name], pool.storage);
      for (const [key, known] of pools) if (known === pool) pools.delete(key);
      pools.set(`${name}, restarted`, again);
      return used(again);
    },
    async close() {
      await Promise.all([...pools.values()].map(end));
    },
  };
}

function callerOf(names: readonly string[]) {
  const guards = names.map((name) => [
    `${name} guard`,
    { className: 'ReplayGuard', scriptName: name, useSQLite: true },
  ]);
  return {
    ...RUNTIME,
    name: 'caller',
    modules: [{ type: 'ESModule' as const, path: 'caller.mjs', contents: CALLER }],
    serviceBindings: Object.fromEntries(names.map((name) => [name, name])),
    durableObjects: Object.fromEntries(guards),
  };
}

/** What it logs begins with its name. */
function llmOf(name: string, script: string, bindings: Bindings) {
  const naming = `const write = console.log; console.log = (line) => write('${name} ' + line);`;
  const entry = `import './naming.mjs'; export * from './llm.mjs'; export { default } from './llm.mjs';`;
  return {
    ...RUNTIME,
    name,
    modules: [
      { type: 'ESModule' as const, path: 'index.mjs', contents: entry },
      { type: 'ESModule' as const, path: 'naming.mjs', contents: naming },
      { type: 'ESModule' as const, path: 'llm.mjs', contents: script },
    ],
    durableObjects: {
      CIRCUIT_BREAKER: { className: 'CircuitBreaker', useSQLite: true },
      REPLAY_GUARD: { className: 'ReplayGuard', useSQLite: true },
    },
    bindings,
  };
}
