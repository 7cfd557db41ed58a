/**
 * Who is calling: one of Libra's own Workers by its signature, or an API client by its key. Nothing else gets in.
 *
 * Headers first: no byte of a body is read for a stranger. The bot's signature is verified before the body that it covers, a key
 * is looked up before; and a body has a bound, a deadline and its share of the isolate's memory.
 */
import type { ErrorEvidence } from '../../../shared/contract/error-body.ts';
import type { SignerName } from '../../../shared/contract/routes.ts';
import type { ErrorCode } from '../../../shared/errors.ts';
import { declaresTooMuch, readUpload, UPLOAD_CODES } from '../../../shared/http/upload.ts';
import type { UploadGate } from '../../../shared/http/upload-gate.ts';
import { readSigned } from '../../../shared/signing/read-signed.ts';
import type { RequestVerifier } from '../../../shared/signing/verify.ts';
import { formOfApiKey, hashApiKey, type KeyForm } from './api-key.ts';
import type { KeyLookup } from './api-key-directory.ts';
import type { ApiKeyRecord } from './api-keys.ts';

export type Identity =
  | { kind: 'bot'; signer: SignerName; nonce: { value: string; expiresAtMs: number } }
  | { kind: 'client'; apiKey: ApiKeyRecord };

export type Authentication = { ok: true; identity: Identity; body: Uint8Array } | Refused;

export interface Refused {
  ok: false;
  code: ErrorCode;
  /** For the log; outside there is only the code. */
  reason: string;
  evidence?: ErrorEvidence;
}

export interface AuthenticationDeps {
  verifier: RequestVerifier;
  /** Null: this address has asked for too many keys that were not known, and `form` says that this may be one more. */
  findApiKey: (keyHash: string, form: KeyForm) => Promise<KeyLookup<ApiKeyRecord> | null>;
  /** False when this address asks too often. The bot's calls have no address: the bot itself limits its users. */
  isWithinPublicLimit: (request: Request) => Promise<boolean>;
  now: () => number;
  maxBodyBytes: number;
  /** For the whole body of an API client; absent: half a minute. */
  bodyDeadlineMs?: number;
  uploads: UploadGate;
}

const CLIENT_DEADLINE_MS = 30_000;
const CLIENT_IDLE_MS = 5_000;

/** The platform's limiter counts by the minute and does not say when it ends. */
export const OVER_PUBLIC_LIMIT: Refused = {
  ok: false,
  code: 'rate_limited',
  reason: 'public_limit',
  evidence: { retry_after_sec: 60 },
};

const OVER_LOOKUP_LIMIT: Refused = { ...OVER_PUBLIC_LIMIT, reason: 'key_lookup_limit' };

export async function authenticate(request: Request, deps: AuthenticationDeps): Promise<Authentication> {
  if (request.headers.has('signature-input')) return authenticateBot(request, deps);
  const key = /^Bearer +(\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1];
  if (key === undefined) return refuse('unauthorized', 'credentials_missing');
  const form = formOfApiKey(key);
  if (form === 'none') return refuse('unauthorized', 'api_key_malformed');
  return authenticateClient(request, { key, form }, deps);
}

async function authenticateBot(request: Request, deps: AuthenticationDeps): Promise<Authentication> {
  if (!(await deps.isWithinPublicLimit(request))) return OVER_PUBLIC_LIMIT;
  const read = await readSigned(request, { maxBytes: deps.maxBodyBytes }, deps);
  if (!read.ok) return read;
  const nonce = { value: read.nonce, expiresAtMs: read.expiresAtMs };
  return { ok: true, identity: { kind: 'bot', signer: read.signer, nonce }, body: read.body };
}

async function authenticateClient(
  request: Request,
  { key, form }: { key: string; form: KeyForm },
  deps: AuthenticationDeps,
): Promise<Authentication> {
  if (!(await deps.isWithinPublicLimit(request))) return OVER_PUBLIC_LIMIT;
  if (declaresTooMuch(request, deps.maxBodyBytes)) return refuse('body_too_large', 'body_too_large');
  const lookup = await deps.findApiKey(await hashApiKey(key), form);
  if (lookup === null) return OVER_LOOKUP_LIMIT;
  switch (lookup.kind) {
    case 'unknown':
      return refuse('unauthorized', 'api_key_unknown');
    case 'unavailable':
      return refuse('upstream_unreachable', 'api_key_unverifiable');
    case 'found': {
      if (hasEnded(lookup.key, deps.now())) return refuse('key_expired', 'api_key_expired');
      const { bodyDeadlineMs: deadlineMs = CLIENT_DEADLINE_MS } = deps;
      const limits = { maxBytes: deps.maxBodyBytes, deadlineMs, idleMs: CLIENT_IDLE_MS };
      const read = await readUpload(request, limits, deps.uploads);
      if (!read.ok) return refuse(UPLOAD_CODES[read.refusal], `body_${read.refusal}`);
      return { ok: true, identity: { kind: 'client', apiKey: lookup.key }, body: read.body };
    }
  }
}

/** By the clock, not by the look-up: a directory that remembers a key does not make it last longer. */
function hasEnded({ endsAtMs }: ApiKeyRecord, nowMs: number): boolean {
  return endsAtMs !== null && nowMs >= endsAtMs;
}

export function refuse(code: ErrorCode, reason: string): Refused {
  return { ok: false, code, reason };
}
