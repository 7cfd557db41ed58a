/**
 * A stand-in for Upstash's Redis over REST, in front of a real Redis: `@upstash/redis` and `@upstash/ratelimit`
 * talk to it unmodified.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createFaultGate, type ServiceFaults } from '../stand-in/faults.ts';
import { lockFolder } from '../stand-in/folder-lock.ts';
import { LOOPBACK, startHttpServer } from '../stand-in/http-server.ts';
import { readBody, sendJson } from '../stand-in/read-body.ts';
import { createRedisClient, type RedisClient, RedisUnreachableError } from './redis-client.ts';
import type { RespReply } from './resp.ts';
import { parseRestRequest, type RestRequest, toRestAnswer } from './rest.ts';
import { createScriptTranslator, type ScriptTranslator } from './scripts.ts';
import { type BackendChoice, startBackend } from './start-backend.ts';

export interface UpstashOptions {
  /** 0 or nothing: any free port. */
  port?: number;
  /** The bearer token that clients must send. */
  token: string;
  /** Where the data lives; created if needed. Nothing: the data is gone after `close()`. */
  dataDir?: string;
  /** `auto`: a `redis-server` from the PATH, else the embedded Valkey. */
  backend?: BackendChoice;
}

/** One HTTP request as it arrived, for tests that count calls. */
interface UpstashRequest {
  /** `/`, `/pipeline`, `/multi-exec`, or the path of a path-style command. */
  path: string;
  /** The commands in it, as the client wrote them. */
  commands: string[][];
}

export interface UpstashStandIn {
  url: string;
  token: string;
  /** For the start-up table, e.g. `redis-server 7.0.15`. */
  backend: string;
  /** The command with which a person looks inside, e.g. `redis-cli -s /tmp/…/redis.sock`. */
  cli: string;
  /** How many HTTP requests have arrived, struck by faults or not. */
  requests(): number;
  /** The last thousand authenticated requests, oldest first. */
  recorded(): readonly UpstashRequest[];
  /** Replaces the faults in force. */
  setFaults(faults: ServiceFaults): void;
  close(): Promise<void>;
}

/** Upstash's own limit on its free plan is 10 MB. */
const MAX_BODY_BYTES = 10_000_000;
const MAX_RECORDED = 1_000;

/** Rejects when the port is taken, the folder is in use, or the chosen backend is missing. */
export async function startUpstashStandIn(options: UpstashOptions): Promise<UpstashStandIn> {
  const resources = new AsyncDisposableStack();
  try {
    return await open(options, resources);
  } catch (error) {
    await resources.disposeAsync();
    throw error;
  }
}

/** Whatever it opens, it gives to `resources` at once, in the order in which it must not be closed. */
async function open(options: UpstashOptions, resources: AsyncDisposableStack): Promise<UpstashStandIn> {
  const { token, dataDir } = options;
  if (dataDir !== undefined) {
    const lock = await lockFolder(dataDir);
    resources.defer(lock.release);
  }
  const backend = await startBackend(options.backend ?? 'auto', dataDir);
  resources.defer(backend.stop);
  const client = createRedisClient(backend.address);
  resources.defer(client.close);
  let requests = 0;
  const recorded: UpstashRequest[] = [];
  const scripts = createScriptTranslator();
  const tokenDigest = digest(token);
  const server = await startHttpServer({ name: 'Upstash stand-in', port: options.port, handle });
  resources.defer(server.close);
  const gate = createFaultGate({
    setRefusing: server.setRefusing,
    errorBody: (status) => ({ error: `ERR stand-in fault ${status}` }),
  });

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    requests += 1;
    const body = await readBody(request, MAX_BODY_BYTES);
    if ((await gate.strike(response)) === 'struck') return;
    const url = new URL(request.url ?? '/', `http://${LOOPBACK}`);
    const presented = readToken(request, url);
    if (presented === null || !timingSafeEqual(digest(presented), tokenDigest)) {
      return sendJson(response, 401, { error: 'WRONGPASS invalid or missing auth token' });
    }
    if (body === null) return sendJson(response, 413, { error: 'ERR max request size exceeded' });
    const parsed = parseRestRequest({ method: request.method ?? 'GET', url, body: body.toString() });
    recorded.push({ path: url.pathname, commands: commandsOf(parsed) });
    if (recorded.length > MAX_RECORDED) recorded.shift();
    const base64 = request.headers['upstash-encoding'] === 'base64';
    const answer = await run(parsed, client, scripts, base64);
    await gate.linger();
    sendJson(response, answer.status, answer.body);
  }

  return {
    url: server.origin,
    token,
    backend: backend.label,
    cli: backend.cli,
    requests: () => requests,
    recorded: () => recorded,
    setFaults: gate.set,
    close: () => resources.disposeAsync(),
  };
}

interface Answer {
  status: number;
  body: unknown;
}

async function run(
  request: RestRequest,
  client: RedisClient,
  scripts: ScriptTranslator,
  base64: boolean,
): Promise<Answer> {
  if (request.kind === 'refused') return { status: request.status, body: { error: request.error } };
  const commands = commandsOf(request);
  const toAnswer = (reply: RespReply, index: number) => {
    const hash = reply.kind === 'error' ? null : scripts.originalHash(commands[index] ?? []);
    const shown: RespReply = hash === null ? reply : { kind: 'bulk', bytes: Buffer.from(hash) };
    return toRestAnswer(shown, base64);
  };
  try {
    const translated = commands.map((command) => scripts.translate(command));
    if (request.kind === 'transaction') {
      const replies = await client.send([['MULTI'], ...translated, ['EXEC']]);
      const outcome = replies.at(-1);
      if (outcome?.kind !== 'array' || outcome.items === null) {
        const message = outcome?.kind === 'error' ? outcome.message : 'EXECABORT Transaction discarded';
        return { status: 400, body: { error: message } };
      }
      return { status: 200, body: outcome.items.map(toAnswer) };
    }
    const answers = (await client.send(translated)).map(toAnswer);
    if (request.kind === 'pipeline') return { status: 200, body: answers };
    const [answer = { error: 'ERR no reply' }] = answers;
    return { status: 'error' in answer ? 400 : 200, body: answer };
  } catch (error) {
    if (!(error instanceof RedisUnreachableError)) throw error;
    return { status: 503, body: { error: `ERR ${error.message}` } };
  }
}

function commandsOf(request: RestRequest): string[][] {
  if (request.kind === 'refused') return [];
  return request.kind === 'command' ? [request.command] : request.commands;
}

function readToken(request: IncomingMessage, url: URL): string | null {
  const header = /^Bearer\s+(.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  return header ?? url.searchParams.get('_token');
}

/** Digests have one length, so that comparing them tells nothing about the token's. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
