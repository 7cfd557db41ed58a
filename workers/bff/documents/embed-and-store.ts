/** Some chunks of a document with their vectors, stored. Each step can be repeated. */
import type { SentChunk } from '../../../shared/contract/documents.ts';
import type { Failure } from '../../../shared/contract/failure.ts';
import { BACKGROUND } from '../knowledge/background.ts';
import { ensureReferences } from '../knowledge/references.ts';
import type { Payer } from '../plain/payer.ts';
import type { Services } from '../services.ts';
import { embedWithinBudget } from './charge.ts';
import { type Attempt, storeChunks } from './reading-store.ts';

const EMBED_TIMEOUT_MS = 30_000;
const DEADLINE_MS = 15_000;

/** Null: they are stored. */
export async function embedAndStore(
  services: Services,
  attempt: Attempt,
  payer: Payer,
  chunks: readonly SentChunk[],
): Promise<Failure | null> {
  const vectors = await vectorsOf(services, payer, chunks);
  if ('code' in vectors) return vectors;
  const rows = chunks.map((chunk, index) => ({ ...chunk, vector: vectors.list[index] ?? null }));
  switch (await storeChunks(services.openDatabase(DEADLINE_MS), attempt, rows, vectors.space)) {
    case 'stored':
      // Then the first question does not wait for them.
      if (vectors.space !== null) await ensureReferences(services, payer, BACKGROUND, vectors.space);
      return null;
    case 'gone':
      return { code: 'document_not_found' };
    case 'other_length':
      return { code: 'provider_garbled' };
  }
}

/** Without a model chunks are found by their words alone. */
async function vectorsOf(
  services: Services,
  payer: Payer,
  chunks: readonly SentChunk[],
): Promise<{ list: readonly Float32Array[]; space: string | null } | Failure> {
  if (services.config.embeddingModel === null) return { list: [], space: null };
  const texts = chunks.map(({ heading, text }) => (heading === null ? text : `${heading}\n${text}`));
  const embedded = await embedWithinBudget(services, payer, texts, {
    side: 'passage',
    timeoutMs: EMBED_TIMEOUT_MS,
  });
  if (embedded.ok) return { list: embedded.vectors, space: embedded.space };
  // The request is ours: who has added the document can mend nothing of it.
  return embedded.failure.code === 'invalid_request' ? { code: 'provider_rejected' } : embedded.failure;
}
