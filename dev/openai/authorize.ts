import { createHash, timingSafeEqual } from 'node:crypto';
import { type ApiError, apiError } from './api-error.ts';

/** Null when the header carries the key; else OpenAI's 401. */
export function checkApiKey(header: string | undefined, apiKey: string): ApiError | null {
  const presented = /^Bearer\s+(\S.*)$/i.exec(header ?? '')?.[1];
  if (presented === undefined) {
    return apiError(
      401,
      'invalid_request_error',
      "You didn't provide an API key. Provide it in an Authorization header: Authorization: Bearer YOUR_KEY.",
    );
  }
  if (!timingSafeEqual(digest(presented), digest(apiKey))) {
    return apiError(401, 'invalid_request_error', `Incorrect API key provided: ${mask(presented)}.`, {
      code: 'invalid_api_key',
    });
  }
  return null;
}

/** Digests have one length, so that comparing them tells nothing about the key's. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function mask(key: string): string {
  return key.length <= 8 ? '*'.repeat(key.length) : `${key.slice(0, 3)}${'*'.repeat(8)}${key.slice(-4)}`;
}
