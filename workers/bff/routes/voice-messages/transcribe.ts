/** `POST /v1/voice-messages/transcribe`: what is said in a recording, for the bot. */
import { requireSigned } from '../../access/verified.ts';
import { errorResponse, jsonResponse } from '../../reply.ts';
import { parseTranscribeRequest } from '../../request/voice-messages-request.ts';
import type { Services } from '../../services.ts';
import { transcribe } from '../../voice-messages/transcribe.ts';

const MAX_BODY_BYTES = 16_384;

export async function handleTranscribe(request: Request, services: Services): Promise<Response> {
  const admitted = await requireSigned(request, services, parseTranscribeRequest, MAX_BODY_BYTES);
  if (!admitted.ok) return admitted.response;
  const result = await transcribe(services, admitted.value, request.signal);
  services.log.info('recording.heard', {
    outcome: result.ok ? 'ok' : result.failure.code,
    ...(result.ok ? { cached: result.transcript.is_cached, seconds: result.transcript.duration_sec } : {}),
  });
  return result.ok ? jsonResponse(result.transcript) : errorResponse(result.failure);
}
