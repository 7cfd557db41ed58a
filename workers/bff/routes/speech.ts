/** `POST /v1/audio/speech`. */
import { parseSpeech } from '../request/plain/speech.ts';
import { handleJson } from './plain-json.ts';

export const handleSpeech = handleJson('/v1/audio/speech', parseSpeech);
