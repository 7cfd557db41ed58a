/**
 * `npm run bundles`: builds the Workers as a deployment would, prints their sizes, and fails when a bundle holds
 * what it may not: each forbidden package would cost start-up time on every cold isolate, or widen what a Worker can do.
 */
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { BuildError, type Bundle, buildWorkers, type WorkerName } from './stack/build.ts';
import { createTemporaryFolder, exitOnSignals } from './stand-in/temporary-folder.ts';

interface Rules {
  forbidden: readonly string[];
  /** Only by `import()`: what its top level does is left to the first use. */
  deferred?: readonly string[];
  maxGzipBytes: number;
}

const RULES: Record<WorkerName, Rules> = {
  bot: {
    forbidden: ['drizzle-orm', '@neondatabase/serverless', 'openai', 'zod', 'hono', '@upstash/ratelimit'],
    maxGzipBytes: 223_000,
  },
  bff: {
    forbidden: ['openai', 'discord-interactions', '@modelcontextprotocol/client'],
    maxGzipBytes: 350_000,
  },
  documents: {
    forbidden: ['drizzle-orm', '@neondatabase/serverless', 'openai', 'zod', 'hono', '@upstash/redis'],
    maxGzipBytes: 648_000,
  },
  llm: {
    forbidden: ['drizzle-orm', '@neondatabase/serverless', 'discord-interactions', 'zod'],
    deferred: ['openai'],
    maxGzipBytes: 150_500,
  },
  voice: {
    forbidden: ['drizzle-orm', '@neondatabase/serverless', 'openai', 'zod', 'hono', '@upstash/redis'],
    maxGzipBytes: 44_500,
  },
  logs: {
    forbidden: ['drizzle-orm', '@neondatabase/serverless', 'openai', 'zod', 'hono', '@upstash/redis'],
    maxGzipBytes: 4_200,
  },
  console: {
    forbidden: ['drizzle-orm', '@neondatabase/serverless', 'openai', 'zod', 'hono', '@upstash/redis'],
    maxGzipBytes: 36_000,
  },
  // It starts only where an MCP server is switched on; the protocol's client is most of it.
  mcp: {
    forbidden: [
      'drizzle-orm',
      '@neondatabase/serverless',
      'discord-interactions',
      'openai',
      '@upstash/ratelimit',
      'ajv',
    ],
    maxGzipBytes: 114_000,
  },
};

/**
 * V8 builds the sets of a regular expression while it reads the script, used or not: `\p{L}` takes 0.1 ms, `\p{RGI_Emoji}` took longer
 * than all the rest of the bot. In a string, as `lazyPattern` takes them, the backslash is doubled.
 */
const SET_IN_LITERAL = /(?<!\\)\\[pP]\{[^}]*\}/;
/** Nobody waits for its start, and its packages hold some. */
const MAY_HOLD_SETS: ReadonlySet<WorkerName> = new Set(['documents']);

interface Metafile {
  inputs: Record<string, { imports: { path: string; kind: string }[] }>;
  outputs: Record<string, { inputs: Record<string, { bytesInOutput: number }> }>;
}

export interface BundleReport {
  worker: WorkerName;
  bytes: number;
  gzipBytes: number;
  /** Bytes in the bundle by npm package, the project's own code as `libra`; largest first. */
  packages: [name: string, bytes: number][];
  problems: string[];
}

export function reportBundle({ worker, scriptPath, metafilePath }: Bundle): BundleReport {
  const script = readFileSync(scriptPath, 'utf8');
  const metafile = JSON.parse(readFileSync(metafilePath, 'utf8')) as Metafile;
  const byPackage = new Map<string, number>();
  for (const output of Object.values(metafile.outputs)) {
    for (const [input, { bytesInOutput }] of Object.entries(output.inputs)) {
      const name = packageOf(input);
      byPackage.set(name, (byPackage.get(name) ?? 0) + bytesInOutput);
    }
  }
  const rules = RULES[worker];
  const gzipBytes = gzipSync(script).length;
  const eager = (rules.deferred ?? []).flatMap((name) => importersOf(name, metafile));
  const problems = rules.forbidden
    .filter((name) => (byPackage.get(name) ?? 0) > 0)
    .map((name) => `${worker} may not contain ${name} (${byPackage.get(name)} bytes)`);
  problems.push(...eager.map((file) => `${file} may import its package by import() alone`));
  if (gzipBytes > rules.maxGzipBytes) {
    problems.push(`${worker} is ${gzipBytes} bytes gzipped; its bound is ${rules.maxGzipBytes}`);
  }
  const set = SET_IN_LITERAL.exec(script)?.[0];
  if (set !== undefined && !MAY_HOLD_SETS.has(worker)) {
    problems.push(
      `${worker} holds ${set} in a regular expression, which V8 builds at each start: see shared/text/lazy-pattern.ts`,
    );
  }
  return {
    worker,
    bytes: Buffer.byteLength(script),
    gzipBytes,
    packages: [...byPackage].filter(([, bytes]) => bytes > 0).sort((a, b) => b[1] - a[1]),
    problems,
  };
}

/** `…/node_modules/@scope/name/file.js` → `@scope/name`; everything else is ours. */
export function packageOf(input: string): string {
  return /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)?.[1] ?? 'libra';
}

/** The files that have the package evaluated at the start, but its own: what only `import()` leads to is not. */
export function importersOf(name: string, { inputs }: Pick<Metafile, 'inputs'>): string[] {
  const staticImportsOf = (file: string) =>
    (inputs[file]?.imports ?? []).filter(({ kind }) => kind !== 'dynamic-import').map(({ path }) => path);
  const imported = new Set(Object.values(inputs).flatMap(({ imports }) => imports.map(({ path }) => path)));
  // A set is walked in the order of its growth.
  const atStart = new Set(Object.keys(inputs).filter((file) => !imported.has(file)));
  for (const file of atStart) for (const path of staticImportsOf(file)) atStart.add(path);
  return [...atStart]
    .filter((file) => packageOf(file) !== name)
    .filter((file) => staticImportsOf(file).some((path) => packageOf(path) === name));
}

if (import.meta.main) {
  exitOnSignals();
  const { path: outDir, remove } = createTemporaryFolder('libra-bundles-');
  try {
    const reports = (await buildWorkers(outDir)).map(reportBundle);
    for (const { worker, bytes, gzipBytes, packages } of reports) {
      const parts = packages.slice(0, 6).map(([name, size]) => `${name} ${kilobytes(size)}`);
      console.log(`${worker}  ${kilobytes(bytes)} (${kilobytes(gzipBytes)} gzipped): ${parts.join(', ')}`);
    }
    const problems = reports.flatMap((report) => report.problems);
    for (const problem of problems) console.error(`error: ${problem}`);
    if (problems.length > 0) process.exitCode = 1;
  } catch (error) {
    if (!(error instanceof BuildError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  } finally {
    remove();
  }
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`;
}
