/** `POST /v1/voice-messages/speak`: a text as Ogg Opus, in the voice of the caller's settings, for the bot. */
import { requireSigned } from '../../access/verified.ts';
import { payerOfCaller } from '../../passthrough/payer.ts';
import { serveCall } from '../../passthrough/serve.ts';
import { errorResponse } from '../../reply.ts';
import { parseSpeakRequest } from '../../request/voice-messages-request.ts';
import type { Services } from '../../services.ts';
import { settingsHere } from '../../voice-messages/settings-here.ts';
import { createSpeechCall } from '../../voice-messages/speech-call.ts';

/** The longest text, of which JSON escapes every character. */
const MAX_BODY_BYTES = 65_536;

export async function handleSpeak(request: Request, services: Services): Promise<Response> {
  const admitted = await requireSigned(request, services, parseSpeakRequest, MAX_BODY_BYTES);
  if (!admitted.ok) return admitted.response;
  const { caller, text } = admitted.value;
  const settings = await settingsHere(services, caller);
  const call = createSpeechCall(services.config.catalogue, text, settings.voice);
  if (!call.ok) return errorResponse(call);
  const payer = await payerOfCaller(services, caller, settings);
  return serveCall(services, payer, call.value, request.signal);
}
