/** `POST /v1/embeddings`. */
import { parseEmbeddings } from '../request/embeddings.ts';
import { handleJson } from './plain-json.ts';

export const handleEmbeddings = handleJson('/v1/embeddings', parseEmbeddings);
