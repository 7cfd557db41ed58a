/** `POST /v1/moderations`. */
import { parseModerations } from '../request/plain/moderations.ts';
import { handleJson } from './plain-json.ts';

export const handleModerations = handleJson('/v1/moderations', parseModerations);
