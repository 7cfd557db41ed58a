import type { RedisAddress } from './redis-client.ts';

/** A running Redis that the REST front can use, whatever it is. */
export interface RedisBackend {
  /** For people, e.g. `redis-server 7.0.15`. */
  label: string;
  address: RedisAddress;
  /** The command with which an operator looks inside. */
  cli: string;
  /** Ends the server with its data kept. */
  stop(): Promise<void>;
}
