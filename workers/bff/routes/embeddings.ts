/** `POST /v1/embeddings`. */
import { parseEmbeddings } from '../request/passthrough/embeddings.ts';
import { handleJson } from './passthrough-json.ts';

export const handleEmbeddings = handleJson('/v1/embeddings', parseEmbeddings);
