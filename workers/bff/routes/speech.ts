/** `POST /v1/audio/speech`. */
import { isLate } from '../../../shared/signing/late.ts';
import { parseSpeech } from '../request/passthrough/speech.ts';
import type { Services } from '../services.ts';
import { handleLateSpeech } from './late-speech.ts';
import { handleJson } from './passthrough-json.ts';

const handleWhole = handleJson('/v1/audio/speech', parseSpeech);

export function handleSpeech(request: Request, services: Services): Promise<Response> {
  return isLate(request) ? handleLateSpeech(request, services) : handleWhole(request, services);
}
