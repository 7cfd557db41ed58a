/**
 * The reference server of the protocol ("everything") behind a loopback address. The server itself would listen on every interface, so
 * it gets a socket of its own, and an empty environment: one of its tools shows that.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startHttpServer } from '../stand-in/http-server.ts';
import { createTemporaryFolder } from '../stand-in/temporary-folder.ts';

export interface EverythingServer {
  /** Of its Streamable HTTP endpoint. */
  url: string;
  /** One of the operator's list, for `MCP_SERVERS`. */
  entry: object;
  close(): Promise<void>;
}

/** Of its tools those that mean something outside its own tests. The last one is here to be approved. */
const TOOLS = {
  echo: 'read',
  'get-sum': 'read',
  'get-structured-content': 'read',
  'get-tiny-image': 'read',
  'get-resource-links': 'read',
  'get-resource-reference': 'read',
  'toggle-simulated-logging': 'write',
};

/** One of the development packages, which a lean installation does without. */
function findProgram(): string {
  try {
    return fileURLToPath(import.meta.resolve('@modelcontextprotocol/server-everything/dist/index.js'));
  } catch {
    throw new Error('MCP_STAND_IN=on needs the development packages: run `npm install` once.');
  }
}

/** Resolves at once; a request that comes before the server listens waits for it. */
export async function startEverythingServer(options: { port?: number } = {}): Promise<EverythingServer> {
  const folder = createTemporaryFolder('libra-mcp-');
  const socket =
    process.platform === 'win32' ? `\\\\.\\pipe\\libra-mcp-${process.pid}` : join(folder.path, 'socket');
  const child = spawn(process.execPath, [findProgram(), 'streamableHttp'], {
    env: { PORT: socket },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const kill = () => void child.kill('SIGKILL');
  process.once('exit', kill);
  const listening = whenListening(child);
  listening.catch(() => undefined);
  const server = await startHttpServer({
    name: 'MCP stand-in',
    port: options.port,
    async handle(request, response) {
      await listening;
      pass(request, response, socket);
    },
  });
  const url = `${server.origin}/mcp`;
  return {
    url,
    entry: { name: 'everything', url, tools: TOOLS },
    async close() {
      await server.close();
      process.off('exit', kill);
      kill();
      folder.remove();
    },
  };
}

function whenListening(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      said += String(chunk);
      if (said.includes('listening')) resolve();
    });
    child.once('error', reject);
    child.once('exit', (code) =>
      reject(new Error(`The MCP server has ended with ${code}: ${said.slice(0, 500)}`)),
    );
  });
}

function pass(request: IncomingMessage, response: ServerResponse, socketPath: string): void {
  const { method, url: path, headers } = request;
  const forwarded = httpRequest({ socketPath, method, path, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  forwarded.on('error', () => response.destroy());
  response.on('close', () => forwarded.destroy());
  request.pipe(forwarded);
}
