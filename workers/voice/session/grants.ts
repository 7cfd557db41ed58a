/** Tokens that were given out and not used: each is good once, for a minute. Pure; the time is given. */
import { isSameHash } from '../access/secrets.ts';
import type { Grant } from './rpc.ts';

export interface StoredGrant extends Grant {
  /** Of the token's secret. */
  hash: string;
  /** Unix milliseconds. */
  expiresAtMs: number;
}

export const TOKEN_LIFE_MS = 60_000;
/** Of one person; an older one is of no use any more. */
const MAX_GRANTS = 3;

export function addGrant(
  grants: readonly StoredGrant[],
  grant: Grant,
  hash: string,
  nowMs: number,
): StoredGrant[] {
  const added = { ...grant, hash, expiresAtMs: nowMs + TOKEN_LIFE_MS };
  return [...aliveGrants(grants, nowMs), added].slice(-MAX_GRANTS);
}

/** `grant` null: the hash opens nothing. Every stored one is compared. */
export function spendGrant(
  grants: readonly StoredGrant[],
  hash: string,
  nowMs: number,
): { grant: StoredGrant | null; left: StoredGrant[] } {
  const alive = aliveGrants(grants, nowMs);
  const matches = alive.filter((grant) => isSameHash(grant.hash, hash));
  return { grant: matches[0] ?? null, left: alive.filter((grant) => !matches.includes(grant)) };
}

export function aliveGrants(grants: readonly StoredGrant[], nowMs: number): StoredGrant[] {
  return grants.filter(({ expiresAtMs }) => expiresAtMs > nowMs);
}
