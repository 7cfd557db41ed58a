/** What the documents say to a question: its vector, and one request to the database. Never rejects. */
import type { Caller } from '../../../shared/contract/caller.ts';
import { countTerms } from '../../../shared/knowledge/terms.ts';
import { errorName } from '../../../shared/observe/log.ts';
import { embedTexts } from '../knowledge/embed.ts';
import { recordUsage } from '../ledger/usage.ts';
import type { Services } from '../services.ts';
import { billEmbedding, usageOfEmbedding } from './charge.ts';
import { choosePassages, type FoundPassage } from './passages.ts';
import { type FoundChunk, searchChunks } from './search.ts';

export interface Retrieved {
  /** Best first; empty: nothing was found. */
  passages: readonly FoundPassage[];
  /** Why only words were compared, or nothing was found; null: all went well. */
  problem: 'words_only' | 'unavailable' | null;
}

/** A question waits for its vector so long, and is answered by words alone otherwise. */
const EMBED_TIMEOUT_MS = 1_500;
const SEARCH_DEADLINE_MS = 2_500;
/** Of a long question; more terms say nothing more. */
const MAX_ASKED_CHARS = 2_000;

export async function retrieve(
  services: Services,
  caller: Caller,
  spaces: readonly string[],
  question: string,
): Promise<Retrieved> {
  const { log, now, openDatabase } = services;
  const asked = question.slice(0, MAX_ASKED_CHARS).toWellFormed();
  const terms = countTerms(asked);
  if (terms.size === 0 || spaces.length === 0) return { passages: [], problem: null };
  const startedAtMs = now();
  const embedded = await embedTexts(services, [asked], EMBED_TIMEOUT_MS);
  const vector = embedded.ok ? embedded.vectors[0] : undefined;
  try {
    const db = openDatabase(SEARCH_DEADLINE_MS);
    const search = db.execute<FoundChunk>(
      searchChunks({
        spaces,
        terms,
        vector: embedded.ok && vector !== undefined ? { model: embedded.space, values: vector } : null,
      }),
    );
    const found = embedded.ok
      ? (
          await db.batch([
            search,
            recordUsage(
              db,
              await usageOfEmbedding(services, {
                caller,
                embedded,
                bill: billEmbedding(services, embedded, [asked]),
                startedAtMs,
              }),
            ),
          ])
        )[0]
      : await search;
    const passages = choosePassages(found.rows);
    log.info('documents.searched', {
      found: found.rows.length,
      passages: passages.length,
      wordsOnly: !embedded.ok,
      durationMs: now() - startedAtMs,
    });
    return { passages, problem: embedded.ok ? null : 'words_only' };
  } catch (error) {
    log.warn('documents.unavailable', { error: errorName(error) });
    return { passages: [], problem: 'unavailable' };
  }
}
