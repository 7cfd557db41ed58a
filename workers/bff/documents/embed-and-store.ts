/** Some chunks of a document with their vectors, stored. Each step can be repeated. */
import type { SentChunk } from '../../../shared/contract/documents.ts';
import type { Failure } from '../../../shared/contract/failure.ts';
import { partsOf } from '../../../shared/knowledge/chunk-parts.ts';
import { ensureEveryday } from '../knowledge/references.ts';
import type { Payer } from '../passthrough/payer.ts';
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
  const rows = chunks.map((chunk, index) => ({
    ...chunk,
    vector: vectors.wholes[index] ?? null,
    partVectors: vectors.parts[index] ?? [],
  }));
  switch (await storeChunks(services.openDatabase(DEADLINE_MS), attempt, rows, vectors.space)) {
    case 'stored':
      // Then the first question does not wait for them.
      if (vectors.space !== null) await ensureEveryday(services, vectors.space);
      return null;
    case 'gone':
      return { code: 'document_not_found' };
    case 'other_length':
      return { code: 'provider_garbled' };
  }
}

interface ChunkVectors {
  /** In the order of the chunks; empty: there is no model, and they are found by their words alone. */
  wholes: readonly Float32Array[];
  parts: readonly (readonly Float32Array[])[];
  space: string | null;
}

async function vectorsOf(
  services: Services,
  payer: Payer,
  chunks: readonly SentChunk[],
): Promise<ChunkVectors | Failure> {
  if (services.config.embeddingModel === null) return { wholes: [], parts: [], space: null };
  const parts = chunks.map(({ overlap_chars: overlapChars, ...chunk }) =>
    partsOf({ ...chunk, overlapChars }),
  );
  const under = ({ heading }: SentChunk, text: string) => (heading === null ? text : `${heading}\n${text}`);
  const made = await embedAll(services, payer, [
    ...chunks.map((chunk) => under(chunk, chunk.text)),
    ...chunks.flatMap((chunk, index) => (parts[index] ?? []).map((part) => under(chunk, part))),
  ]);
  if ('code' in made) return made;
  const { vectors, space } = made;
  let at = chunks.length;
  const partVectors = parts.map(({ length }) => {
    at += length;
    return vectors.slice(at - length, at);
  });
  return { wholes: vectors.slice(0, chunks.length), parts: partVectors, space };
}

/** Of one call: an answer of longer vectors would be too large. */
const MAX_TEXTS = 96;

async function embedAll(
  services: Services,
  payer: Payer,
  texts: readonly string[],
): Promise<{ vectors: Float32Array[]; space: string | null } | Failure> {
  const vectors: Float32Array[] = [];
  let space: string | null = null;
  for (let from = 0; from < texts.length; from += MAX_TEXTS) {
    const embedded = await embedWithinBudget(services, payer, texts.slice(from, from + MAX_TEXTS), {
      side: 'passage',
      timeoutMs: EMBED_TIMEOUT_MS,
    });
    // The request is ours: who has added the document can mend nothing of it.
    if (!embedded.ok) {
      return embedded.failure.code === 'invalid_request' ? { code: 'provider_rejected' } : embedded.failure;
    }
    if (space !== null && embedded.space !== space) return { code: 'provider_garbled' };
    space = embedded.space;
    vectors.push(...embedded.vectors);
  }
  return { vectors, space };
}
