/** The door of every route: who is calling, in terms of this request's services. */

import type { Caller } from '../../../shared/contract/caller.ts';
import { parseBoundedJson } from '../../../shared/json.ts';
import { MAX_CHAT_BODY_BYTES } from '../../../shared/limits.ts';
import { spendNonce } from '../limits/spend-nonce.ts';
import { errorResponse } from '../reply.ts';
import { parseCallerRequest } from '../request/caller-request.ts';
import type { Validated } from '../request/validate.ts';
import type { Services } from '../services.ts';
import { findApiKey } from './api-keys.ts';
import { type Authentication, authenticate } from './authenticate.ts';

const KEY_LOOKUP_DEADLINE_MS = 2_000;
const MAX_CALLER_BODY_BYTES = 4_096;

export async function authenticateRequest(
  request: Request,
  services: Services,
  maxBodyBytes = MAX_CHAT_BODY_BYTES,
): Promise<Authentication> {
  const { config, apiKeys, log, verifier } = services;
  const result = await authenticate(request, {
    verifier,
    maxBodyBytes,
    findApiKey: (keyHash) =>
      apiKeys.look(keyHash, (hash) => findApiKey(services.openDatabase(KEY_LOOKUP_DEADLINE_MS), hash)),
    async isWithinPublicLimit({ headers }) {
      // Set by Cloudflare on whatever comes in over the public route; a call over the service binding has none.
      const address = headers.get('cf-connecting-ip');
      if (address === null) return true;
      return (await config.publicLimit?.limit({ key: address }))?.success ?? true;
    },
  });
  if (!result.ok) {
    const isSignature = request.headers.has('signature-input');
    log.warn(isSignature ? 'signature.refused' : 'client.refused', {
      reason: result.reason,
      code: result.code,
    });
  }
  return result;
}

type Admitted<T> = { ok: true; value: T } | { ok: false; response: Response };

/** The caller of a route that only the bot may use, or the response that refuses. */
export function requireCaller(request: Request, services: Services): Promise<Admitted<Caller>> {
  return requireSigned(request, services, parseCallerRequest);
}

/** The body of a route that only the bot may use. The nonce is spent last: a malformed request can be corrected and sent again. */
export async function requireSigned<T>(
  request: Request,
  services: Services,
  parse: (input: unknown) => Validated<T>,
): Promise<Admitted<T>> {
  const authentication = await authenticateRequest(request, services, MAX_CALLER_BODY_BYTES);
  if (!authentication.ok) return { ok: false, response: errorResponse(authentication) };
  const { identity, body } = authentication;
  if (identity.kind !== 'bot') return { ok: false, response: errorResponse({ code: 'forbidden' }) };
  const parsed = parse(parseBoundedJson(body));
  if (!parsed.ok) return { ok: false, response: errorResponse(parsed) };
  const { config, nonces, log, now } = services;
  if (await spendNonce({ redis: config.redis, nonces, log, now }, identity.nonce)) return parsed;
  log.warn('signature.refused', { reason: 'nonce_replayed', code: 'unauthorized' });
  return { ok: false, response: errorResponse({ code: 'unauthorized' }) };
}
