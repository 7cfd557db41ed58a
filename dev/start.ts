/** `npm start`: the whole bot on this machine. See `npm start -- --help`. */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { checkRedis } from './doctor/checks.ts';
import { readArguments, refuseArguments } from './stack/arguments.ts';
import { printBanner } from './stack/banner.ts';
import { PROJECT_ROOT } from './stack/build.ts';
import { readLocalVars } from './stack/dev-vars.ts';
import { explain } from './stack/explain.ts';
import { lockDataDir } from './stack/lock.ts';
import { createLogSink } from './stack/log-sink.ts';
import { DEFAULT_BASE_PORT, MAX_BASE_PORT, PORT_COUNT } from './stack/ports.ts';
import { announceRunning, forgetRunning } from './stack/running.ts';
import type { StackSettings } from './stack/settings.ts';
import { type Stack, type StackOptions, startStack } from './stack/stack.ts';
import { watchSources } from './stack/watch.ts';

const HELP = `Libra on this machine: the Workers in workerd, and a stand-in for every outside service.

  npm start                      start, print the addresses, restart on a source change, stop with Ctrl-C
  npm start -- --port 9787       another first port (${PORT_COUNT} in a row are used; default ${DEFAULT_BASE_PORT})
  npm start -- --fresh           forget all state first: channel, memory, counters, keys
  npm start -s -- --json         one JSON line with every address and the development keys once all is ready
  npm start -- --data-dir DIR    keep state elsewhere (default .libra)
  npm start -- --help            this text

A stand-in gives way to the real service as soon as its variables are in .dev.vars (see .dev.vars.example).`;

/** A signal to a whole terminal or service comes from there, and from bootstrap.mjs once more. */
const SAME_SIGNAL_MS = 500;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

await main(readOptions()).catch((error: unknown) => {
  console.error(explain(error));
  process.exit(1);
});

async function main({
  port,
  fresh,
  json,
  dataDir,
}: {
  port: number;
  fresh: boolean;
  json: boolean;
  dataDir: string;
}) {
  const startedAt = performance.now();
  /** For people. Programs read the one line of JSON. */
  const say = (line: string) => {
    if (!json) console.log(line);
  };
  const settings = readLocalVars({ needsKeys: true });
  mkdirSync(dataDir, { recursive: true });
  const unlock = lockDataDir(dataDir);
  if (fresh) emptyDataDir(dataDir);

  // What the Workers say before all is ready is Discord's probing with bad signatures: it is in the file, and shown if starting fails.
  let early: string[] | undefined = [];
  const print = (line: string) => (early === undefined ? console.log(line) : early.push(line));
  const log = createLogSink({ file: join(dataDir, 'log.jsonl'), print: json ? undefined : print });

  let stoppingSinceMs: number | undefined;
  let starting: Promise<Stack> | undefined;
  let watcher: { close(): void } | undefined;
  const stop = async () => {
    if (stoppingSinceMs !== undefined) {
      if (performance.now() - stoppingSinceMs > SAME_SIGNAL_MS) process.exit(130);
      return;
    }
    stoppingSinceMs = performance.now();
    say('\nStopping… (Ctrl-C again to leave at once)');
    watcher?.close();
    forgetRunning(dataDir);
    // A stack that is still starting has to be whole before it can be closed, or parts of it would live on.
    await starting?.then(
      (stack) => stack.close(),
      () => undefined,
    );
    await log.close();
    unlock();
    process.exit(0);
  };
  takeSignals(stop);
  // A terminal that has been closed, or a program that reads no more: an error that nobody takes would end all at once.
  for (const output of [process.stdout, process.stderr])
    output.on('error', () => stoppingSinceMs === undefined && void stop());

  say('Starting Libra…');
  starting = startStack({
    settings,
    dataDir,
    basePort: port,
    console: true,
    warmsUp: true,
    // The race that Discord has for a moment after a deferral: on by default, so that nobody forgets it exists.
    discordFaults: { unknownWebhookMs: 150 },
    ...patientWithRedis(settings),
    onLog: log.write,
  });
  const stack = await starting.catch((error: unknown) => {
    if (stoppingSinceMs !== undefined) return undefined;
    unlock();
    for (const line of early ?? []) console.log(line);
    throw error;
  });
  if (stack === undefined || stoppingSinceMs !== undefined) return;
  watcher = rebuildOnChanges(stack, say);
  announceRunning(dataDir, stack);
  const startupMs = Math.round(performance.now() - startedAt);
  early = undefined;

  if (json) printReady(stack, startupMs);
  else printBanner(stack, startupMs, dataDir);
  await Promise.all([warnOfRedis(settings), warnOfProviders(settings)]);
}

function emptyDataDir(dataDir: string): void {
  for (const folder of ['keys.json', 'redis', 'postgres', 'discord', 'workers', 'log.jsonl'])
    rmSync(join(dataDir, folder), { recursive: true, force: true });
}

function rebuildOnChanges(stack: Stack, say: (line: string) => void): { close(): void } {
  return watchSources(async (changed) => {
    say(`\n${changed} changed; building…`);
    try {
      await stack.rebuild();
      say('Restarted.');
    } catch (error) {
      console.error(explain(error));
    }
  });
}

function printReady({ urls, keys, reports }: Stack, startupMs: number): void {
  console.log(JSON.stringify({ ready: true, pid: process.pid, startupMs, urls, keys, parts: reports }));
}

/** The database was migrated, and so reached; Redis is asked at the first question only. */
async function warnOfRedis(settings: StackSettings): Promise<void> {
  if (settings.upstash === undefined) return;
  const { state, seen, advice } = await checkRedis(settings);
  if (state === 'failed')
    console.error(`>>> Upstash Redis: ${seen}. ${advice} Until then stricter limits hold for everybody.`);
}

async function warnOfProviders(settings: StackSettings): Promise<void> {
  if (settings.openai === undefined && settings.catalogue === undefined) return;
  // The llm Worker's own reading of its configuration: no start without a provider waits for it.
  const { findUnreachable } = await import('./doctor/providers.ts');
  for (const { part, seen, advice } of await findUnreachable(settings))
    console.error(`>>> ${part}: ${seen}. ${advice} Until then its models answer nothing.`);
}

/** Miniflare and wrangler exit the process at once on a signal, before state is written; stopping is ours. */
function takeSignals(stop: () => Promise<void>): void {
  for (const signal of SIGNALS) {
    process.removeAllListeners(signal);
    process.on(signal, () => void stop());
  }
  // Theirs come while all is starting.
  process.on('newListener', (event, listener) => {
    if (SIGNALS.some((signal) => signal === event)) process.nextTick(() => process.off(event, listener));
  });
}

function readOptions() {
  const { values } = readArguments(HELP, {
    options: {
      port: { type: 'string', default: String(DEFAULT_BASE_PORT) },
      'data-dir': { type: 'string', default: join(PROJECT_ROOT, '.libra') },
      fresh: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  const port = /^\d{1,5}$/.test(values.port) ? Number(values.port) : Number.NaN;
  if (!(port === 0 || (port >= 1024 && port <= MAX_BASE_PORT))) {
    return refuseArguments(HELP, `--port takes 0 (any) or a number from 1024 to ${MAX_BASE_PORT}`);
  }
  if (values['data-dir'] === '') return refuseArguments(HELP, '--data-dir takes a folder');
  return { ...values, port, dataDir: values['data-dir'] };
}

/** The stand-in shares this machine with all else: where that is busy, 400 ms pass without Redis being out. */
function patientWithRedis({ upstash, overrides }: StackSettings): Pick<StackOptions, 'vars'> {
  const isSet = upstash !== undefined || overrides.REDIS_TIMEOUT_MS !== undefined;
  return isSet ? {} : { vars: { bff: { REDIS_TIMEOUT_MS: '1000' } } };
}
