/** Which `ReplayGuard` keeps a nonce. Pure. */

/** Enough for some thousand requests a second at an object's soft limit of 1,000; few enough that a quiet bot's stay warm. */
const SHARDS = 8;

export const GUARD_SHARDS: readonly string[] = Array.from(
  { length: SHARDS },
  (_, index) => `nonces-${index}`,
);

const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Nonces are random, so their first character spreads them evenly. */
export function guardShard(nonce: string): string {
  return `nonces-${Math.max(0, BASE64URL.indexOf(nonce.charAt(0))) % SHARDS}`;
}
