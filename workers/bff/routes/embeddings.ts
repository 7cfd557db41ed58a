/** `POST /v1/embeddings`. */
import { parseEmbeddings } from '../request/plain/embeddings.ts';
import { handleJson } from './plain-json.ts';

export const handleEmbeddings = handleJson('/v1/embeddings', parseEmbeddings);
