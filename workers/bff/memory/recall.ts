/**
 * Which of a person's facts go along with a question: those that share its words, those that are near in meaning, and those that
 * concern every answer. Pure.
 */
import { documentVector, queryVector, score } from '../../../shared/knowledge/bm25.ts';
import { DENSE_WEIGHT, fuseRankings, SPARSE_WEIGHT } from '../../../shared/knowledge/fuse.ts';
import { tellingTerms } from './terms.ts';

/** A row of the turn's query. */
export interface FactCandidate {
  /** Decimal digits. */
  id: string;
  text: string;
  /** A guild's id, `dm`, or `*`. */
  space: string;
  slot: string | null;
  standing: boolean;
  /** ISO 8601. */
  valid_from: string;
}

export interface RecalledFact {
  id: string;
  text: string;
  /** ISO 8601. */
  validFrom: string;
}

/** As many as one row of buttons can have forgotten. */
export const MAX_RECALLED = 5;
const MAX_STANDING = 3;
/** Of the best score: what is found by a chance syllable is far below. */
const LEAST_PART = 0.3;
/** A fact is a sentence. */
const FACT_TOKENS = 16;

/** What the turn's query has brought. */
export interface TurnFacts {
  candidates: readonly FactCandidate[];
  question: string;
  /** How many facts of the person may be used here. */
  total: number;
}

/** `near`: those that are near the question in meaning, the nearest first. */
export function recallFacts(
  { candidates, question, total }: TurnFacts,
  near: readonly FactCandidate[],
): RecalledFact[] {
  const facts = nearestOfSlot([...near, ...candidates]);
  const byId = new Map(facts.map((fact) => [fact.id, fact]));
  const found = fuseRankings([
    { ids: near.flatMap(({ id }) => (byId.has(id) ? [id] : [])), weight: DENSE_WEIGHT },
    { ids: rankByWords([...byId.values()], question, total), weight: SPARSE_WEIGHT },
  ]);
  const standing = [...byId.values()]
    .filter((fact) => fact.standing)
    .sort((one, other) => other.valid_from.localeCompare(one.valid_from))
    .slice(0, MAX_STANDING)
    .map(({ id }) => id);
  // What the question asks for comes first; what concerns every answer follows.
  const ids = [...new Set([...found, ...standing])].slice(0, MAX_RECALLED);
  return ids.flatMap((id) => {
    const fact = byId.get(id);
    return fact === undefined ? [] : [{ id, text: fact.text, validFrom: fact.valid_from }];
  });
}

/** What was said here holds before what is marked to hold everywhere. */
function nearestOfSlot(candidates: readonly FactCandidate[]): FactCandidate[] {
  const here = new Set(
    candidates.flatMap(({ space, slot }) => (space === '*' || slot === null ? [] : [slot])),
  );
  return candidates.filter(({ space, slot }) => space !== '*' || slot === null || !here.has(slot));
}

function rankByWords(facts: readonly FactCandidate[], question: string, total: number): string[] {
  const asked = tellingTerms(question);
  const numbers = new Map([...asked].map((term, index) => [term, index]));
  const countsOf = (text: string) =>
    new Map(
      [...tellingTerms(text)].flatMap((term) => (numbers.has(term) ? [[numbers.get(term) ?? 0, 1]] : [])),
    );
  const documents = facts.map(({ id, text }) => ({ id, counts: countsOf(text) }));
  const query = queryVector(
    new Map([...numbers.values()].map((number) => [number, 1])),
    Math.max(total, facts.length) + 1,
    (number) => documents.filter(({ counts }) => counts.has(number)).length,
  );
  const scored = documents
    .map(({ id, counts }) => ({ id, score: score(documentVector(counts, FACT_TOKENS), query) }))
    .filter((each) => each.score > 0)
    .sort((one, other) => other.score - one.score);
  const least = (scored[0]?.score ?? 0) * LEAST_PART;
  return scored.filter((each) => each.score >= least).map(({ id }) => id);
}
