/**
 * Who is calling: the bot by its signature, or an API client by its key. Nothing else gets in.
 *
 * The body is read here, bounded, because a signature covers the bytes that were really received. A request without
 * credentials is refused before a byte of the body is read.
 */
import type { ErrorEvidence } from '../../../shared/contract/error-body.ts';
import type { ErrorCode } from '../../../shared/errors.ts';
import { readBoundedBody } from '../../../shared/http/bounded-body.ts';
import type { RequestVerifier } from '../../../shared/signing/verify.ts';
import { hashApiKey, isApiKeyShaped } from './api-key.ts';
import type { KeyLookup } from './api-key-directory.ts';
import type { ApiKeyRecord } from './api-keys.ts';

export type Identity =
  | { kind: 'bot'; nonce: { value: string; expiresAtMs: number } }
  | { kind: 'client'; apiKey: ApiKeyRecord };

export type Authentication = { ok: true; identity: Identity; body: Uint8Array } | Refused;

interface Refused {
  ok: false;
  code: ErrorCode;
  /** For the log; outside there is only the code. */
  reason: string;
  evidence?: ErrorEvidence;
}

export interface AuthenticationDeps {
  verifier: RequestVerifier;
  findApiKey: (keyHash: string) => Promise<KeyLookup<ApiKeyRecord>>;
  /** False when this address asks too often. The bot's calls have no address: the bot itself limits its users. */
  isWithinPublicLimit: (request: Request) => Promise<boolean>;
  maxBodyBytes: number;
}

/** The platform's limiter counts by the minute and does not say when it ends. */
const OVER_PUBLIC_LIMIT: Refused = {
  ok: false,
  code: 'rate_limited',
  reason: 'public_limit',
  evidence: { retry_after_sec: 60 },
};

export async function authenticate(request: Request, deps: AuthenticationDeps): Promise<Authentication> {
  if (request.headers.has('signature-input')) return authenticateBot(request, deps);
  const key = /^Bearer +(\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1];
  if (key === undefined) return refuse('unauthorized', 'credentials_missing');
  if (!isApiKeyShaped(key)) return refuse('unauthorized', 'api_key_malformed');
  return authenticateClient(request, key, deps);
}

async function authenticateBot(request: Request, deps: AuthenticationDeps): Promise<Authentication> {
  if (!(await deps.isWithinPublicLimit(request))) return OVER_PUBLIC_LIMIT;
  const body = await readBody(request, deps.maxBodyBytes);
  if (!body.ok) return body;
  const verdict = await deps.verifier.verify(request, body.bytes);
  if (!verdict.ok) return refuse('unauthorized', verdict.reason);
  const nonce = { value: verdict.nonce, expiresAtMs: verdict.expiresAtMs };
  return { ok: true, identity: { kind: 'bot', nonce }, body: body.bytes };
}

async function authenticateClient(
  request: Request,
  key: string,
  deps: AuthenticationDeps,
): Promise<Authentication> {
  if (!(await deps.isWithinPublicLimit(request))) return OVER_PUBLIC_LIMIT;
  const lookup = await deps.findApiKey(await hashApiKey(key));
  switch (lookup.kind) {
    case 'unknown':
      return refuse('unauthorized', 'api_key_unknown');
    case 'unavailable':
      return refuse('upstream_unreachable', 'api_key_unverifiable');
    case 'found': {
      const body = await readBody(request, deps.maxBodyBytes);
      if (!body.ok) return body;
      return { ok: true, identity: { kind: 'client', apiKey: lookup.key }, body: body.bytes };
    }
  }
}

async function readBody(
  request: Request,
  maxBytes: number,
): Promise<{ ok: true; bytes: Uint8Array } | Refused> {
  const read = await readBoundedBody(request, maxBytes);
  switch (read.kind) {
    case 'read':
      return { ok: true, bytes: read.bytes };
    case 'too_large':
      return refuse('body_too_large', 'body_too_large');
    case 'broken':
      return refuse('invalid_request', 'body_broken');
  }
}

function refuse(code: ErrorCode, reason: string): Refused {
  return { ok: false, code, reason };
}
