/**
 * The HTTP server under every stand-in: loopback only, a clear error when the port is taken, nothing left open
 * after `close()`, and connections that can be dropped as a failing service drops them.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';

export const LOOPBACK = '127.0.0.1';

export interface StandInServer {
  port: number;
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  origin: string;
  /** While true every new connection is reset at once; the open ones are reset when it becomes true. */
  setRefusing(refusing: boolean): void;
  /** Ends the open connections (resets them) and stops listening. Safe to call twice. */
  close(): Promise<void>;
}

export interface StandInServerOptions {
  /** Named in the error when the port is taken, e.g. `Upstash stand-in`. */
  name: string;
  /** 0 or nothing: any free port. */
  port?: number | undefined;
  /** An error that it throws is a bug in the stand-in: it is printed, and the request is answered 500. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<void> | void;
  /** Takes a request for another protocol. Absent: such a request is closed. */
  upgrade?(request: IncomingMessage, socket: Duplex): void;
}

export async function startHttpServer(options: StandInServerOptions): Promise<StandInServer> {
  const { name, port = 0, handle } = options;
  const sockets = new Set<Socket>();
  let refusing = false;

  const server = createServer((request, response) => {
    Promise.resolve()
      .then(() => handle(request, response))
      .catch((error: unknown) => {
        if (request.destroyed && !request.complete) return; // The client left while it was still sending.
        console.error(`${name}: ${request.method} ${request.url} failed`, error);
        if (response.headersSent) response.destroy();
        else response.writeHead(500, { 'content-type': 'text/plain' }).end('stand-in failed');
      });
  });
  const { upgrade } = options;
  if (upgrade !== undefined) server.on('upgrade', upgrade);
  // Idle connections stay open: a server that closes them after Node's 5 s resets requests that are just being sent.
  server.keepAliveTimeout = 0;
  server.requestTimeout = 0;
  server.on('connection', (socket) => {
    if (refusing) {
      socket.on('error', () => {});
      socket.resetAndDestroy();
      return;
    }
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  const dropAll = (): void => {
    for (const socket of sockets) socket.resetAndDestroy();
  };

  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(explainListenError(name, port, error)));
    server.listen(port, LOOPBACK, resolve);
  });
  const bound = (server.address() as AddressInfo).port;

  return {
    port: bound,
    origin: `http://${LOOPBACK}:${bound}`,
    setRefusing(next) {
      refusing = next;
      if (next) dropAll();
    },
    async close() {
      if (!server.listening) return;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      dropAll();
      await closed;
    },
  };
}

function explainListenError(name: string, port: number, error: NodeJS.ErrnoException): Error {
  if (error.code === 'EADDRINUSE') {
    return new Error(`${name}: port ${port} is already in use on ${LOOPBACK}`, { cause: error });
  }
  if (error.code === 'EACCES') {
    return new Error(`${name}: not allowed to listen on port ${port}`, { cause: error });
  }
  return error;
}
