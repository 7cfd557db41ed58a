/** `POST /v1/talk/sessions`: the page redeems its token. */
import { errorResponse } from '../../../shared/http/error-response.ts';
import { readUpload, UPLOAD_CODES } from '../../../shared/http/upload.ts';
import type { UploadGate } from '../../../shared/http/upload-gate.ts';
import { isRecord, parseBoundedJson } from '../../../shared/json.ts';
import { refusePageRequest } from '../access/from-page.ts';
import { parseSecret } from '../access/secrets.ts';
import type { VoiceEnv } from '../env.ts';
import { findObject } from './find-object.ts';

const LIMITS = { maxBytes: 1_024, deadlineMs: 5_000 };

export async function beginSession(request: Request, env: VoiceEnv, uploads: UploadGate): Promise<Response> {
  const refusal = await refusePageRequest(request, env);
  if (refusal !== null) return errorResponse(refusal);
  const read = await readUpload(request, LIMITS, uploads);
  if (!read.ok) return errorResponse(UPLOAD_CODES[read.refusal]);
  const body = parseBoundedJson(read.body);
  const token = isRecord(body) && typeof body.token === 'string' ? parseSecret(body.token) : null;
  const session = token === null ? null : findObject(env, token.objectId);
  // What was never given out is told apart from what was used up by nobody.
  if (token === null || session === null) return errorResponse('unauthorized');
  const redeemed = await session.redeem(token.secret);
  if (redeemed.ok) return Response.json(redeemed.admission);
  return errorResponse(redeemed.why === 'time_used' ? 'budget_user' : 'unauthorized');
}
