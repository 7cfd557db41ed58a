/** `POST /v1/talk/sessions`: the page redeems its token. */
import { readBoundedBody } from '../../../shared/http/bounded-body.ts';
import { errorResponse } from '../../../shared/http/error-response.ts';
import { isRecord, parseBoundedJson } from '../../../shared/json.ts';
import { within } from '../../../shared/time/wait.ts';
import { refusePageRequest } from '../access/from-page.ts';
import { parseSecret } from '../access/secrets.ts';
import type { VoiceEnv } from '../env.ts';
import { findObject } from './find-object.ts';

const MAX_BODY_BYTES = 1_024;
const BODY_DEADLINE_MS = 5_000;

export async function beginSession(request: Request, env: VoiceEnv): Promise<Response> {
  const refusal = await refusePageRequest(request, env);
  if (refusal !== null) return errorResponse(refusal);
  const read = await within(BODY_DEADLINE_MS, readBoundedBody(request, MAX_BODY_BYTES));
  if (read === undefined) return errorResponse('body_timeout');
  if (read.kind !== 'read') return errorResponse('body_too_large');
  const body = parseBoundedJson(read.bytes);
  const token = isRecord(body) && typeof body.token === 'string' ? parseSecret(body.token) : null;
  const session = token === null ? null : findObject(env, token.objectId);
  // What was never given out is told apart from what was used up by nobody.
  if (token === null || session === null) return errorResponse('unauthorized');
  const redeemed = await session.redeem(token.secret);
  if (redeemed.ok) return Response.json(redeemed.admission);
  return errorResponse(redeemed.why === 'time_used' ? 'budget_user' : 'unauthorized');
}
