/**
 * Messages of which the same nonce came within the last minutes: with `enforce_nonce` a second one is not posted.
 *
 * Source: https://discord.com/developers/docs/resources/message#create-message
 */
import type { JsonObject } from '../rules/form.ts';
import type { Message } from '../world/records.ts';

/** "In the past few minutes". */
const WINDOW_MS = 3 * 60_000;
const MAX_NONCES = 1_000;

export interface Nonces {
  find(source: JsonObject): Message | undefined;
  note(source: JsonObject, message: Message): void;
}

export function createNonces(now: () => number): Nonces {
  const seen = new Map<string, { message: Message; atMs: number }>();
  const keyOf = ({ nonce, enforce_nonce: isEnforced }: JsonObject) =>
    isEnforced === true && (typeof nonce === 'string' || typeof nonce === 'number') ? String(nonce) : null;
  return {
    find(source) {
      const known = seen.get(keyOf(source) ?? '');
      return known !== undefined && now() - known.atMs < WINDOW_MS ? known.message : undefined;
    },
    note(source, message) {
      const key = keyOf(source);
      if (key === null || seen.has(key)) return;
      seen.set(key, { message, atMs: now() });
      for (const oldest of seen.keys()) {
        if (seen.size <= MAX_NONCES) break;
        seen.delete(oldest);
      }
    },
  };
}
