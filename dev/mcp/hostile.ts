/** An MCP server that does whatever a test asks of it: lists by the thousand, lies, hangs, writes without end. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { parseJson } from '../../shared/json.ts';
import { startHttpServer } from '../stand-in/http-server.ts';
import { readBody, sendJson } from '../stand-in/read-body.ts';

export const HOSTILE_MODES = [
  /** Answers as it should. */
  'honest',
  /** 401 to everything. */
  'unauthorized',
  /** 429, for 7 seconds. */
  'rate_limited',
  /** 500 to everything. */
  'broken',
  /** Sends the client elsewhere. */
  'redirect',
  /** Resets every connection. */
  'down',
  /** Answers nothing, ever. */
  'slow',
  /** Text that is no JSON under JSON's name. */
  'garbage',
  /** JSON that is no answer of the protocol. */
  'wrong_shape',
  /** A stream of comments without end. */
  'endless_stream',
  /** A JSON body without end. */
  'endless_body',
  /** 10,000 tools. */
  'flood',
  /** A page of tools, and always another one. */
  'endless_pages',
] as const;
export type HostileMode = (typeof HOSTILE_MODES)[number];

export interface HostileTool {
  name: string;
  title?: string;
  description?: string;
  inputSchema?: unknown;
  annotations?: object;
}

export type HostileResult = object | ((args: unknown) => object);

export interface HostileServer {
  url: string;
  /** Of everything; the handshake is always honest unless `handshake` is set, too. */
  setMode(mode: HostileMode, options?: { handshake?: boolean }): void;
  setTools(tools: readonly HostileTool[]): void;
  /** Of `tools/call`, the same for each or made of its arguments. A value with `code` is an error of the protocol. */
  setResult(result: HostileResult): void;
  /** Names of methods, oldest first; `headers`: of the last request. */
  readonly methods: readonly string[];
  readonly calls: readonly { name: string; arguments: unknown }[];
  readonly headers: IncomingMessage['headers'];
  forget(): void;
  close(): Promise<void>;
}

export const READ_TOOL: HostileTool = {
  name: 'look',
  description: 'Looks something up.',
  inputSchema: { type: 'object', properties: { word: { type: 'string' } }, required: ['word'] },
};

const MAX_BODY_BYTES = 1_000_000;

export async function startHostileServer(options: { port?: number } = {}): Promise<HostileServer> {
  let mode: HostileMode = 'honest';
  let breaksHandshake = false;
  let tools: readonly HostileTool[] = [READ_TOOL];
  let result: HostileResult = { content: [{ type: 'text', text: 'found' }] };
  const methods: string[] = [];
  const calls: { name: string; arguments: unknown }[] = [];
  let headers: IncomingMessage['headers'] = {};
  const server = await startHttpServer({ name: 'hostile MCP server', port: options.port, handle });

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method !== 'POST') {
      response.writeHead(405).end();
      return;
    }
    headers = request.headers;
    const message = parseJson(String(await readBody(request, MAX_BODY_BYTES))) as {
      id?: number;
      method: string;
      params?: { name: string; arguments: unknown; cursor?: string };
    };
    const { id, method, params } = message;
    methods.push(method);
    if (method === 'tools/call' && params !== undefined) {
      calls.push({ name: params.name, arguments: params.arguments });
    }
    const isHandshake = method === 'initialize' || method.startsWith('notifications/');
    if (mode !== 'honest' && (!isHandshake || breaksHandshake) && misbehave(mode, response)) return;
    if (id === undefined) {
      response.writeHead(202).end();
      return;
    }
    const answer = answerOf(method, params);
    sendJson(response, 200, {
      jsonrpc: '2.0',
      id,
      ...('code' in answer ? { error: answer } : { result: answer }),
    });
  }

  function answerOf(method: string, params?: { cursor?: string; arguments?: unknown }): object {
    if (method === 'initialize') {
      return {
        protocolVersion: '2025-06-18',
        capabilities: { tools: {} },
        serverInfo: { name: 'hostile', version: '1' },
      };
    }
    if (method === 'tools/call') return typeof result === 'function' ? result(params?.arguments) : result;
    if (mode === 'flood')
      return { tools: Array.from({ length: 10_000 }, (_, index) => floodTool(`t${index}`)) };
    if (mode === 'endless_pages') {
      const page = Number(params?.cursor ?? 0);
      return { tools: [floodTool(`page${page}`)], nextCursor: String(page + 1) };
    }
    return { tools };
  }

  return {
    url: `${server.origin}/mcp`,
    setMode(next, { handshake = false } = {}) {
      mode = next;
      breaksHandshake = handshake;
    },
    setTools: (next) => {
      tools = next;
    },
    setResult: (next) => {
      result = next;
    },
    methods,
    calls,
    get headers() {
      return headers;
    },
    forget() {
      methods.length = 0;
      calls.length = 0;
    },
    close: server.close,
  };
}

function floodTool(name: string): HostileTool {
  return { name, description: 'One of many.', inputSchema: { type: 'object', properties: {} } };
}

const PAUSE_MS = 5;
const PIECE = 'x'.repeat(64 * 1024);

/** False: the mode is about what is answered, not how. */
function misbehave(mode: HostileMode, response: ServerResponse): boolean {
  switch (mode) {
    case 'unauthorized':
      response.writeHead(401, { 'www-authenticate': 'Bearer' }).end();
      return true;
    case 'rate_limited':
      response.writeHead(429, { 'retry-after': '7' }).end();
      return true;
    case 'broken':
      response.writeHead(500).end('no');
      return true;
    case 'redirect':
      response.writeHead(307, { location: 'http://127.0.0.1:1/elsewhere' }).end();
      return true;
    case 'down':
      response.destroy();
      return true;
    case 'slow':
      return true;
    case 'garbage':
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"jsonrpc": "2.0", ');
      return true;
    case 'wrong_shape':
      sendJson(response, 200, { jsonrpc: '2.0', id: 'another', result: 7 });
      return true;
    case 'endless_stream':
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      writeForever(response, `: ${PIECE}\n\n`);
      return true;
    case 'endless_body':
      response.writeHead(200, { 'content-type': 'application/json' });
      writeForever(response, PIECE);
      return true;
    default:
      return false;
  }
}

function writeForever(response: ServerResponse, piece: string): void {
  const timer = setInterval(() => response.write(piece), PAUSE_MS);
  response.on('close', () => clearInterval(timer));
}
