/**
 * What every route begins with: who is calling, as a verdict or as the response that refuses.
 */

import type { Caller } from '../../../shared/contract/caller.ts';
import type { ErrorCode } from '../../../shared/errors.ts';
import { senderOf } from '../../../shared/http/address.ts';
import type { UploadGate } from '../../../shared/http/upload-gate.ts';
import { parseBoundedJson } from '../../../shared/json.ts';
import { MAX_CHAT_BODY_BYTES } from '../../../shared/limits.ts';
import type { Logger } from '../../../shared/observe/log.ts';
import type { RefusalLog } from '../../../shared/observe/refusals.ts';
import type { NonceBook } from '../../../shared/signing/nonce-book.ts';
import type { RequestVerifier } from '../../../shared/signing/verify.ts';
import { spendNonce } from '../limits/spend-nonce.ts';
import { errorResponse } from '../reply.ts';
import { parseCallerRequest } from '../request/caller-request.ts';
import type { Validated } from '../request/validate.ts';
import type { Database } from '../store/database.ts';
import type { ApiKeyDirectory } from './api-key-directory.ts';
import { type ApiKeyRecord, findApiKey, MalformedKeyError } from './api-keys.ts';
import { type Authentication, type AuthenticationDeps, authenticate } from './authenticate.ts';
import { authenticateLate, type LateAuthentication } from './late-body.ts';

const KEY_LOOKUP_DEADLINE_MS = 2_000;
const MAX_CALLER_BODY_BYTES = 4_096;

export interface AccessDeps {
  config: {
    redis: { url: string; token: string };
    publicLimit: RateLimit | undefined;
    keyLookupLimit: RateLimit | undefined;
    sharedSecrets: readonly [string, ...string[]];
  };
  verifier: RequestVerifier;
  apiKeys: ApiKeyDirectory<ApiKeyRecord>;
  nonces: NonceBook;
  uploads: UploadGate;
  refusals: RefusalLog;
  openDatabase: (deadlineMs: number) => Database;
  log: Logger;
  now: () => number;
}

export async function authenticateRequest(
  request: Request,
  deps: AccessDeps,
  limits: number | Pick<AuthenticationDeps, 'maxBodyBytes' | 'bodyDeadlineMs'> = MAX_CHAT_BODY_BYTES,
): Promise<Authentication> {
  const { config, apiKeys, verifier } = deps;
  const sender = senderOfRequest(request);
  const result = await authenticate(request, {
    verifier,
    now: deps.now,
    ...(typeof limits === 'number' ? { maxBodyBytes: limits } : limits),
    uploads: deps.uploads,
    async findApiKey(keyHash, form) {
      // Guesses are nearly all of a form that needs no checksum; a key that is in use is rarely looked up.
      const isGuess = form === 'unchecked' && !apiKeys.knows(keyHash);
      if (isGuess && !(await isWithin(config.keyLookupLimit, sender))) return null;
      return apiKeys.look(keyHash, (hash) => readApiKey(deps, hash));
    },
    isWithinPublicLimit: () => isWithin(config.publicLimit, sender),
  });
  if (!result.ok) {
    const event = request.headers.has('signature-input') ? 'signature.refused' : 'client.refused';
    await noteRefusal(request, deps, { event, reason: result.reason, code: result.code });
  }
  return result;
}

/** Of a request whose rest comes later. */
export async function authenticateLateRequest(
  request: Request,
  deps: AccessDeps,
): Promise<LateAuthentication> {
  const result = await authenticateLate(request, {
    verifier: deps.verifier,
    uploads: deps.uploads,
    isWithinPublicLimit: () => isWithin(deps.config.publicLimit, senderOfRequest(request)),
  });
  if (!result.ok) {
    const { reason, code } = result;
    await noteRefusal(request, deps, { event: 'signature.refused', reason, code });
  }
  return result;
}

/** The directory takes a rejection for an outage; settings that cannot be read are the operator's to mend. */
async function readApiKey({ openDatabase, log }: AccessDeps, keyHash: string): Promise<ApiKeyRecord | null> {
  try {
    return await findApiKey(openDatabase(KEY_LOOKUP_DEADLINE_MS), keyHash);
  } catch (error) {
    if (error instanceof MalformedKeyError) log.error('key.malformed', { key: error.id });
    throw error;
  }
}

function noteRefusal(
  request: Request,
  { config, log, refusals }: AccessDeps,
  { event, ...fields }: { event: string; reason: string; code: ErrorCode },
): Promise<void> {
  const [secret] = config.sharedSecrets;
  return refusals.note(log, { event, fields, sender: senderOfRequest(request), secret });
}

/** Cloudflare sets the header on requests of the public route; a call over the service binding has none. */
function senderOfRequest({ headers }: Request): string | null {
  const address = headers.get('cf-connecting-ip');
  return address === null ? null : senderOf(address);
}

async function isWithin(limit: RateLimit | undefined, sender: string | null): Promise<boolean> {
  if (sender === null) return true;
  return (await limit?.limit({ key: sender }))?.success ?? true;
}

type Admitted<T> = { ok: true; value: T } | { ok: false; response: Response };

/** The caller of a route that only the bot may use, or the response that refuses. */
export function requireCaller(request: Request, deps: AccessDeps): Promise<Admitted<Caller>> {
  return requireSigned(request, deps, parseCallerRequest);
}

/** The body of a route of a live conversation, too: the voice Worker may use it for its person. */
export function requireSignedForTalk<T>(
  request: Request,
  deps: AccessDeps,
  parse: (input: unknown) => Validated<T>,
  maxBodyBytes?: number,
): Promise<Admitted<T>> {
  return requireSigner(request, deps, parse, { maxBodyBytes, mayBeVoice: true });
}

/** The body of a route that only the bot may use. */
export function requireSigned<T>(
  request: Request,
  deps: AccessDeps,
  parse: (input: unknown) => Validated<T>,
  maxBodyBytes?: number,
): Promise<Admitted<T>> {
  return requireSigner(request, deps, parse, { maxBodyBytes, mayBeVoice: false });
}

/** The nonce is spent last: a malformed request can be corrected and sent again. */
async function requireSigner<T>(
  request: Request,
  deps: AccessDeps,
  parse: (input: unknown) => Validated<T>,
  {
    maxBodyBytes = MAX_CALLER_BODY_BYTES,
    mayBeVoice,
  }: { maxBodyBytes: number | undefined; mayBeVoice: boolean },
): Promise<Admitted<T>> {
  const authentication = await authenticateRequest(request, deps, maxBodyBytes);
  if (!authentication.ok) return { ok: false, response: errorResponse(authentication) };
  const { identity, body } = authentication;
  if (identity.kind !== 'bot' || (identity.signer === 'voice' && !mayBeVoice)) {
    return { ok: false, response: errorResponse({ code: 'forbidden' }) };
  }
  const parsed = parse(parseBoundedJson(body));
  if (!parsed.ok) return { ok: false, response: errorResponse(parsed) };
  const { config, nonces, log, now } = deps;
  if (await spendNonce({ redis: config.redis, nonces, log, now }, identity.nonce)) return parsed;
  const replay = { event: 'signature.refused', reason: 'nonce_replayed', code: 'unauthorized' } as const;
  await noteRefusal(request, deps, replay);
  return { ok: false, response: errorResponse({ code: 'unauthorized' }) };
}
