/** What is shown to the model of the chunks that were found: the best by meaning and by words, neighbours as one passage. Pure. */
import type { Passage } from '../../../shared/contract/documents.ts';
import { joinChunks } from '../../../shared/knowledge/chunk.ts';
import {
  type Background,
  backgroundOf,
  isRelevant,
  relevanceOf,
} from '../../../shared/knowledge/relevance.ts';
import type { FoundChunk } from './search.ts';

export interface FoundPassage extends Omit<Passage, 'number'> {
  text: string;
  /** By estimate. */
  tokens: number;
}

export const MAX_PASSAGES = 6;
/** By estimate: six chunks of the usual size. */
export const MAX_PASSAGE_TOKENS = 2_400;

/** Best first; none that is about something else than the question. `background` null: only words were compared. */
export function choosePassages(found: readonly FoundChunk[], background: Background | null): FoundPassage[] {
  const chosen: FoundChunk[] = [];
  let tokens = 0;
  for (const chunk of rankFound(found, background)) {
    if (chosen.length === MAX_PASSAGES) break;
    if (!isRelevant(chunk, background) || tokens + chunk.tokens > MAX_PASSAGE_TOKENS) continue;
    chosen.push(chunk);
    tokens += chunk.tokens;
  }
  return joinNeighbours(chosen);
}

/** Null: only words can be judged. */
export function backgroundIn(found: readonly FoundChunk[]): Background | null {
  return backgroundOf(found.find(({ background }) => background !== null)?.background ?? []);
}

/** True where passages cannot be judged by their meaning, or only half. */
export function lacksEveryday(found: readonly FoundChunk[]): boolean {
  const isHalf = found.some(({ similarity, everyday }) => similarity !== null && everyday === null);
  return found.length > 0 && (isHalf || backgroundIn(found) === null);
}

/** Best first. */
export function rankFound(found: readonly FoundChunk[], background: Background | null): FoundChunk[] {
  const scored = found.map((chunk) => ({ chunk, score: relevanceOf(chunk, background) }));
  return scored.sort((one, other) => other.score - one.score).map(({ chunk }) => chunk);
}

/** A source that names half a document says nothing of where to look. */
const MAX_JOINED = 2;

/** A passage stands where its best chunk stood. */
function joinNeighbours(chosen: readonly FoundChunk[]): FoundPassage[] {
  const runs: FoundChunk[][] = [];
  const taken = new Set<FoundChunk>();
  for (const chunk of chosen) {
    if (taken.has(chunk)) continue;
    const run = [chunk];
    for (const step of [-1, 1]) {
      while (run.length < MAX_JOINED) {
        const edge = step === 1 ? run.at(-1) : run[0];
        const next = chosen.find(
          (other) => edge !== undefined && !taken.has(other) && isNeighbour(edge, other, step),
        );
        if (next === undefined) break;
        taken.add(next);
        if (step === 1) run.push(next);
        else run.unshift(next);
      }
    }
    taken.add(chunk);
    runs.push(run);
  }
  return runs.map(toPassage);
}

/** Under one heading: a passage is named after it. */
function isNeighbour(chunk: FoundChunk, other: FoundChunk, step: number): boolean {
  return (
    other.document_id === chunk.document_id &&
    other.ordinal === chunk.ordinal + step &&
    other.heading === chunk.heading
  );
}

function toPassage(run: readonly FoundChunk[]): FoundPassage {
  const [first, last] = [run[0], run.at(-1)];
  if (first === undefined || last === undefined) throw new Error('A passage has no chunk');
  return {
    name: first.name,
    heading: first.heading,
    page: first.page,
    last_page: last.last_page,
    place: { document: first.document_id, version: first.version, from: first.ordinal, to: last.ordinal },
    text: joinChunks(run.map(({ text, overlap_chars: overlapChars }) => ({ text, overlapChars }))),
    tokens: run.reduce((sum, { tokens }) => sum + tokens, 0),
  };
}
