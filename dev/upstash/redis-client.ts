/**
 * One connection to a Redis server: commands are pipelined, a lost connection fails what was under way and is
 * opened again by the next command.
 */
import { createConnection, type Socket } from 'node:net';
import { type CommandArgument, createRespDecoder, encodeCommand, type RespReply } from './resp.ts';

export interface RedisAddress {
  endpoint: { path: string } | { host: string; port: number };
  username?: string;
  password?: string;
  database?: number;
}

export interface RedisClient {
  /** Sends the commands back to back, with nobody else's between them, and resolves to one reply each. Rejects with `RedisUnreachableError`. */
  send(commands: readonly (readonly CommandArgument[])[]): Promise<RespReply[]>;
  /** Ends the connection; what is under way fails. */
  close(): void;
}

export class RedisUnreachableError extends Error {
  override name = 'RedisUnreachableError';
}

interface Waiter {
  resolve(reply: RespReply): void;
  reject(error: Error): void;
}

interface Connection {
  socket: Socket;
  waiting: Waiter[];
}

export function createRedisClient(address: RedisAddress): RedisClient {
  let current: Connection | null = null;

  function connect(): Connection {
    const connection: Connection = { socket: createConnection(address.endpoint), waiting: [] };
    const decoder = createRespDecoder();
    let failure = 'the connection was closed';
    connection.socket.on('data', (chunk: Buffer) => {
      try {
        for (const reply of decoder.push(chunk)) connection.waiting.shift()?.resolve(reply);
      } catch (error) {
        failure = String(error);
        connection.socket.destroy();
      }
    });
    connection.socket.on('error', (error: NodeJS.ErrnoException) => {
      failure = error.code ?? error.message;
    });
    connection.socket.on('close', () => {
      if (current === connection) current = null;
      const error = new RedisUnreachableError(`Redis cannot be reached: ${failure}`);
      for (const waiter of connection.waiting.splice(0)) waiter.reject(error);
    });
    for (const command of greetingOf(address)) {
      // A refused greeting is not swallowed: every later command is refused too, and says why.
      write(connection, [command])[0]?.catch(() => {});
    }
    return connection;
  }

  return {
    async send(commands) {
      current ??= connect();
      return Promise.all(write(current, commands));
    },
    close() {
      current?.socket.destroy();
      current = null;
    },
  };
}

function write(
  connection: Connection,
  commands: readonly (readonly CommandArgument[])[],
): Promise<RespReply>[] {
  const replies = commands.map(
    () => new Promise<RespReply>((resolve, reject) => connection.waiting.push({ resolve, reject })),
  );
  connection.socket.write(Buffer.concat(commands.map(encodeCommand)));
  return replies;
}

function greetingOf(address: RedisAddress): string[][] {
  const greeting: string[][] = [];
  if (address.password !== undefined) {
    greeting.push(
      address.username === undefined
        ? ['AUTH', address.password]
        : ['AUTH', address.username, address.password],
    );
  }
  if (address.database !== undefined) greeting.push(['SELECT', String(address.database)]);
  return greeting;
}

/** `redis://[[user]:password@]host[:port][/database]`. Throws on anything else, without repeating the password. */
export function parseRedisUrl(text: string): RedisAddress {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url?.protocol !== 'redis:') throw new Error('a Redis URL must look like redis://host:port/database');
  const database = Number(url.pathname.slice(1) || '0');
  if (!Number.isInteger(database)) throw new Error('the path of a Redis URL must be a database number');
  return {
    endpoint: { host: url.hostname || '127.0.0.1', port: Number(url.port || '6379') },
    ...(url.username === '' ? {} : { username: decodeURIComponent(url.username) }),
    ...(url.password === '' ? {} : { password: decodeURIComponent(url.password) }),
    database,
  };
}
