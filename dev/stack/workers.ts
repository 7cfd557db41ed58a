/**
 * The Workers in one workerd, bound together as wrangler.toml says, each behind a direct socket
 * (Miniflare's own proxy would add milliseconds to every request).
 */
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { convertV4MiniflareOptions, Miniflare } from 'miniflare';
import { findFreePort } from '../stand-in/free-port.ts';
import type { Bundle, WorkerName } from './build.ts';
import { PUBLIC_WEB, type PublicWeb } from './public-web.ts';
import { serveTalkPage } from './talk-page-service.ts';

export interface WorkersOptions {
  bundles: readonly Bundle[];
  /** Variables and secrets per Worker, over wrangler.toml's own. */
  vars: Record<WorkerName, Record<string, string>>;
  /** Fixed ports of the public Workers; 0 chooses. The others are reachable only from the others, and from tests through `fetch`. */
  ports: { bot: number; bff: number; voice: number; console: number };
  /** Where Durable Objects keep their storage; absent: memory. */
  persistDir?: string;
  /** What answers for the public internet where the bff reads pages; absent: the internet. */
  publicWeb?: PublicWeb;
  /** Opens workerd's inspector, gives the Workers a `gc()` to be called through it, and keeps V8's garbage small. */
  inspect?: boolean;
  /** Tells what the bff gives to the platform's own traces, as a line `span.opened` each. */
  tellsSpans?: boolean;
  /** One call a line that a Worker writes. */
  onLog: (line: string) => void;
}

export interface RunningWorkers {
  botUrl: string;
  bffUrl: string;
  voiceUrl: string;
  /** Null: there is no console. */
  consoleUrl: string | null;
  /** Null unless asked for. */
  inspectorUrl: string | null;
  miniflare: Miniflare;
  /** Loads new bundles; open connections end, storage stays. */
  reload(bundles: readonly Bundle[]): Promise<void>;
  close(): Promise<void>;
}

/**
 * V8 lets each isolate's young generation grow from 1 to some 90 MB under traffic, and what the runtime keeps behind the
 * garbage in it grows with it: hundreds of megabytes in half an hour, in which no leak would be seen. So it stays small.
 */
const V8_FLAGS_TO_INSPECT = ['--expose-gc', '--max-semi-space-size=1'];

export async function startWorkers(options: WorkersOptions): Promise<RunningWorkers> {
  process.env.CLOUDFLARE_CF_FETCH_ENABLED = 'false';
  // wrangler tells on stdout that it found a .dev.vars (whose values are replaced below); `--json` promises one line there.
  process.env.WRANGLER_LOG ??= 'warn';
  if (options.inspect === true) process.env.MINIFLARE_WORKERD_V8_FLAGS = V8_FLAGS_TO_INSPECT.join(' ');
  for (let triesLeft = 3; ; triesLeft -= 1) {
    try {
      return await startOn(await choosePorts(options), options);
    } catch (error) {
      // A port that was free is somebody's by now: there are others, unless it was asked for by its number.
      if (triesLeft === 1 || options.ports.bot !== 0 || !isAddressInUse(error)) throw error;
    }
  }
}

async function choosePorts({ ports, inspect, bundles }: WorkersOptions): Promise<WorkerPorts> {
  return {
    bot: ports.bot === 0 ? await findFreePort() : ports.bot,
    bff: ports.bff === 0 ? await findFreePort() : ports.bff,
    voice: ports.voice === 0 ? await findFreePort() : ports.voice,
    ...(hasConsole(bundles) ? { console: ports.console === 0 ? await findFreePort() : ports.console } : {}),
    ...(inspect === true ? { inspector: await findFreePort() } : {}),
  };
}

function isAddressInUse(error: unknown): boolean {
  return (error as { code?: unknown }).code === 'ERR_ADDRESS_IN_USE';
}

async function startOn(ports: WorkerPorts, options: WorkersOptions): Promise<RunningWorkers> {
  const miniflare = new Miniflare(createOptions(options, options.bundles, ports));
  try {
    await miniflare.ready;
  } catch (error) {
    await miniflare.dispose();
    throw error;
  }
  return {
    botUrl: `http://127.0.0.1:${ports.bot}`,
    bffUrl: `http://127.0.0.1:${ports.bff}`,
    voiceUrl: `http://127.0.0.1:${ports.voice}`,
    consoleUrl: ports.console === undefined ? null : `http://127.0.0.1:${ports.console}`,
    inspectorUrl: ports.inspector === undefined ? null : `http://127.0.0.1:${ports.inspector}`,
    miniflare,
    reload: (bundles) => miniflare.setOptions(createOptions(options, bundles, ports)),
    close: () => miniflare.dispose(),
  };
}

interface WorkerPorts {
  bot: number;
  bff: number;
  voice: number;
  console?: number;
  inspector?: number;
}

function createOptions(options: WorkersOptions, bundles: readonly Bundle[], ports: WorkerPorts) {
  const workers = bundles.map(({ worker, scriptPath, config }) => {
    const port =
      worker === 'bot' || worker === 'bff' || worker === 'voice' || worker === 'console'
        ? ports[worker]
        : undefined;
    const { assets: _, ...own } = config.options as typeof config.options & {
      assets?: unknown;
      compatibilityFlags: string[];
    };
    // A consumer that is not there would keep all from starting.
    if (!hasConsole(bundles)) delete own.tails;
    return {
      ...own,
      name: config.name,
      // Without a root of their own, bundles outside the working folder get names that climb out of it, which workerd refuses.
      modulesRoot: dirname(scriptPath),
      modules: [{ type: 'ESModule' as const, path: scriptPath, contents: readFileSync(scriptPath, 'utf8') }],
      // Known only now: the bot tells people where the page is.
      bindings: {
        ...config.vars,
        ...(worker === 'bot' ? { VOICE_URL: `http://127.0.0.1:${ports.voice}` } : {}),
        ...options.vars[worker],
      },
      ...(worker === 'bff' || worker === 'documents'
        ? {
            serviceBindings: {
              ...bffServices(own.serviceBindings, bundles),
              PUBLIC_WEB: options.publicWeb ?? PUBLIC_WEB,
            },
          }
        : {}),
      ...(worker === 'voice'
        ? { serviceBindings: { ...Object(own.serviceBindings), ASSETS: serveTalkPage } }
        : {}),
      ...(port === undefined ? {} : { unsafeDirectSockets: [{ host: '127.0.0.1', port }] }),
      ...(worker === 'bff' && options.tellsSpans === true
        ? {
            compatibilityFlags: [...own.compatibilityFlags, ...SPAN_FLAGS],
            streamingTails: [SPAN_READER.name],
          }
        : {}),
    };
  });
  return convertV4MiniflareOptions({
    host: '127.0.0.1',
    port: 0,
    cf: false,
    ...(ports.inspector === undefined ? {} : { inspectorPort: ports.inspector }),
    handleStructuredLogs: ({ message }) => options.onLog(message),
    ...(options.persistDir === undefined ? {} : { resourcePersistencePath: options.persistDir }),
    workers: options.tellsSpans === true ? [...workers, SPAN_READER] : workers,
  });
}

/** At Cloudflare a Worker has these where `[observability.traces]` is on. */
const SPAN_FLAGS = ['streaming_tail_worker', 'tail_worker_user_spans'];

const SPAN_READER = {
  name: 'libra-span-reader',
  modules: [
    {
      type: 'ESModule' as const,
      path: 'span-reader.mjs',
      contents: `export default {
        tailStream: () => ({ event }) => {
          if (event.type === 'spanOpen')
            console.log(JSON.stringify({ worker: 'bff', event: 'span.opened', level: 'info', name: event.name }));
          if (event.type === 'attributes') {
            const attributes = Object.fromEntries(event.info.map(({ name, value }) => [name, String(value)]));
            console.log(JSON.stringify({ worker: 'bff', event: 'span.described', level: 'info', attributes }));
          }
        },
      };`,
    },
  ],
};

function hasConsole(bundles: readonly Bundle[]): boolean {
  return bundles.some(({ worker }) => worker === 'console');
}

/** A binding to a Worker that is not there would keep all from starting. */
function bffServices(configured: unknown, bundles: readonly Bundle[]): Record<string, never> {
  const { MCP, ...services } = Object(configured);
  const hasMcp = bundles.some(({ worker }) => worker === 'mcp');
  return { ...services, ...(hasMcp && MCP !== undefined ? { MCP } : {}) };
}
