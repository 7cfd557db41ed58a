/**
 * Messages of which the same nonce came within the last minutes: with `enforce_nonce` a second one is not posted.
 *
 * Source: https://discord.com/developers/docs/resources/message#create-message
 */
import type { JsonRecord } from '../../../shared/json.ts';
import { createForm, type FormErrors, readText } from '../rules/form.ts';
import type { Message } from '../world/records.ts';

/** "In the past few minutes". */
const WINDOW_MS = 3 * 60_000;
const MAX_NONCES = 1_000;
const MAX_NONCE_CHARS = 25;

export interface Nonces {
  /** What is wrong with it; null: nothing. */
  fault(source: JsonRecord): FormErrors | null;
  find(source: JsonRecord): Message | undefined;
  note(source: JsonRecord, message: Message): void;
}

export function createNonces(now: () => number): Nonces {
  const seen = new Map<string, { message: Message; atMs: number }>();
  const keyOf = ({ nonce, enforce_nonce: isEnforced }: JsonRecord) =>
    isEnforced === true && (typeof nonce === 'string' || typeof nonce === 'number') ? String(nonce) : null;
  return {
    fault(source) {
      const form = createForm();
      if (typeof source.nonce !== 'number') readText(form, source, 'nonce', { max: MAX_NONCE_CHARS });
      return form.errors();
    },
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
