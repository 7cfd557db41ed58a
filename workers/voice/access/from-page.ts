/** Whether a request comes from the page that this Worker serves, and not too often. */

import type { ErrorCode } from '../../../shared/errors.ts';
import { senderOf } from '../../../shared/http/address.ts';
import type { VoiceEnv } from '../env.ts';

/** Null: it may go on. */
export async function refusePageRequest(request: Request, env: VoiceEnv): Promise<ErrorCode | null> {
  // A browser states it on each of these, and no page can change it.
  if (request.headers.get('origin') !== new URL(request.url).origin) return 'forbidden';
  const address = request.headers.get('cf-connecting-ip');
  if (address === null) return null;
  return (await env.PUBLIC_LIMIT.limit({ key: senderOf(address) })).success ? null : 'rate_limited';
}
