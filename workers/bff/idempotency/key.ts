/** The `Idempotency-Key` header. Pure. */
import type { Failure } from '../../../shared/contract/failure.ts';

export const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,128}$/;

/** What the turn of a request is stored under: nobody else's key is the same. */
export function requestKeyOf(account: { id: string }, idempotencyKey: string): string {
  return `${account.id}:${idempotencyKey}`;
}

/** The account of a person and the idempotency key, of which a request key was made; null for a client's. */
export function parseRequestKey(
  requestKey: string,
): { account: { id: string; owner: string }; key: string } | null {
  const [, id, owner, key] = /^((?:dm|\d+):(\d+)):(.+)$/.exec(requestKey) ?? [];
  return id === undefined || owner === undefined || key === undefined
    ? null
    : { account: { id, owner }, key };
}

/** Undefined when there is none. */
export function parseIdempotencyKey(
  header: string | null,
): { ok: true; value: string | undefined } | { ok: false; failure: Failure } {
  if (header === null || header === '') return { ok: true, value: undefined };
  if (IDEMPOTENCY_KEY.test(header)) return { ok: true, value: header };
  const detail = 'An idempotency key has 1 to 128 visible ASCII characters.';
  return { ok: false, failure: { code: 'invalid_request', param: 'Idempotency-Key', detail } };
}
