/** `POST /v1/moderations`. */
import { parseModerations } from '../request/passthrough/moderations.ts';
import { handleJson } from './passthrough-json.ts';

export const handleModerations = handleJson('/v1/moderations', parseModerations);
