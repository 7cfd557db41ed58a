/**
 * What documents and personal memory say to a question: its vector once for both, and one request to the database. Never
 * rejects.
 */
import type { SQL } from 'drizzle-orm';
import type { Caller } from '../../../shared/contract/caller.ts';
import { weighAsked } from '../../../shared/knowledge/asked-terms.ts';
import { countTerms } from '../../../shared/knowledge/terms.ts';
import { errorName } from '../../../shared/observe/log.ts';
import type { PlaceValues } from '../conversation/turn-sql.ts';
import { billEmbedding, usageOfEmbedding } from '../documents/charge.ts';
import { backgroundIn, choosePassages, type FoundPassage, lacksEveryday } from '../documents/passages.ts';
import { type FoundChunk, searchChunks } from '../documents/search.ts';
import { recordUsage, type UsageEvent } from '../ledger/usage.ts';
import type { Charge } from '../limits/guard-store.ts';
import { embedFacts } from '../memory/fact-vectors.ts';
import { type FoundFacts, searchFacts } from '../memory/nearest.ts';
import type { FactCandidate } from '../memory/recall.ts';
import { FREE, totalOf } from '../passthrough/bill.ts';
import { payerOfCaller } from '../passthrough/payer.ts';
import type { Services } from '../services.ts';
import type { Database } from '../store/database.ts';
import { type Embedded, embedTexts } from './embed.ts';
import { ensureEveryday, forgetReferences } from './references.ts';

export interface Retrieved {
  /** Best first; empty: nothing was found. */
  passages: readonly FoundPassage[];
  /** Why only words were compared, or nothing was found; null: all went well. */
  problem: 'words_only' | 'unavailable' | null;
}

export interface Sought {
  /** Of documents; empty: none are looked for. */
  spaces: readonly string[];
  /** Whose facts, and where they are used; null: none are looked for. */
  place: PlaceValues | null;
}

export interface Found {
  /** Null: none were looked for. */
  documents: Retrieved | null;
  /** Facts that are near the question in meaning, the nearest first. */
  near: readonly FactCandidate[];
  /** Of the question's vector. */
  charge: Charge;
}

const SEARCH_DEADLINE_MS = 2_500;
/** Of a long question; more terms say nothing more. */
const MAX_ASKED_CHARS = 2_000;

/** Facts are found by their words elsewhere, in the turn's query: without a vector none are looked for here. */
export async function lookUp(
  services: Services,
  caller: Caller,
  { spaces, place }: Sought,
  question: string,
): Promise<Found> {
  const asked = question.slice(0, MAX_ASKED_CHARS).toWellFormed();
  const terms = weighAsked(asked);
  const startedAtMs = services.now();
  const asking = { side: 'query', timeoutMs: services.config.embeddingTimeoutMs } as const;
  const seeksChunks = spaces.length > 0 && terms.size > 0;
  const seeks = seeksChunks || (place !== null && countTerms(asked).size > 0);
  const embedded = seeks ? await embedTexts(services, [asked], asking) : null;
  const vector = embedded?.ok === true ? vectorOf(embedded) : null;
  const bill = embedded?.ok === true ? billEmbedding(services, embedded, [asked]) : FREE;
  const statements = {
    chunks: seeksChunks ? searchChunks({ spaces, terms, vector }) : null,
    facts: place === null || vector === null ? null : searchFacts(place, vector),
  };
  const problem = seeks && vector === null ? 'words_only' : null;
  const found = (rows: Rows, trouble: Retrieved['problem']): Found => ({
    documents:
      spaces.length === 0
        ? null
        : { passages: choosePassages(rows.chunks, backgroundIn(rows.chunks)), problem: trouble },
    near: rows.facts,
    charge: totalOf(bill),
  });
  try {
    const payer = await payerOfCaller(services, caller, undefined);
    const usage =
      embedded?.ok === true ? usageOfEmbedding(services, { payer, embedded, bill, startedAtMs }) : null;
    const rows = await readRows(services.openDatabase(SEARCH_DEADLINE_MS), statements, usage);
    if (vector !== null && lacksEveryday(rows.chunks)) {
      forgetReferences(services, vector.model);
      services.waitUntil(ensureEveryday(services, vector.model));
    }
    if (vector !== null && rows.areFactsStale) services.waitUntil(embedFacts(services, caller, vector.model));
    services.log.info('knowledge.searched', {
      chunks: rows.chunks.length,
      facts: rows.facts.length,
      wordsOnly: vector === null,
      durationMs: services.now() - startedAtMs,
    });
    return found(rows, problem);
  } catch (error) {
    services.log.warn('knowledge.unavailable', { error: errorName(error) });
    return found(NO_ROWS, 'unavailable');
  }
}

/** As the model looks for them itself. */
export async function searchDocuments(
  services: Services,
  caller: Caller,
  spaces: readonly string[],
  question: string,
): Promise<Retrieved & Pick<Found, 'charge'>> {
  const { documents, charge } = await lookUp(services, caller, { spaces, place: null }, question);
  return { ...(documents ?? { passages: [], problem: null }), charge };
}

interface Rows {
  chunks: readonly FoundChunk[];
  facts: readonly FactCandidate[];
  /** They have vectors that this model does not make any more. */
  areFactsStale: boolean;
}

const NO_ROWS: Rows = { chunks: [], facts: [], areFactsStale: false };

/** In one request, with what the vector has cost. */
async function readRows(
  db: Database,
  { chunks, facts }: Record<'chunks' | 'facts', SQL | null>,
  usage: UsageEvent | null,
): Promise<Rows> {
  const sought = [chunks, facts].flatMap((statement) => (statement === null ? [] : [db.execute(statement)]));
  const [first, ...rest] = [...sought, ...(usage === null ? [] : [recordUsage(db, usage)])];
  if (first === undefined) return NO_ROWS;
  const results = (await db.batch([first, ...rest])) as { rows: unknown[] }[];
  const rowsOf = (statement: SQL | null, index: number) =>
    statement === null ? [] : (results[index]?.rows ?? []);
  const [ofFacts] = rowsOf(facts, chunks === null ? 0 : 1) as FoundFacts[];
  return {
    chunks: rowsOf(chunks, 0) as FoundChunk[],
    facts: ofFacts?.near ?? [],
    areFactsStale: ofFacts?.are_stale === true,
  };
}

type Made = Extract<Embedded, { ok: true }>;

function vectorOf({ vectors: [values], space: model }: Made): { model: string; values: Float32Array } | null {
  return values === undefined ? null : { model, values };
}
