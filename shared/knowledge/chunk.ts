/**
 * A document in chunks that are found and shown by themselves: none goes over a heading, and each begins with the end of the
 * one before, so that what stands across a border is found as well. Pure.
 */
import { type Piece, toPieces } from './pieces.ts';

/** A stretch of a document, in its order. */
export interface Part {
  text: string;
  /** From 1; absent where there are no pages. */
  page?: number;
  /** Absent: the text has none. */
  heading?: string;
}

export interface Chunk {
  text: string;
  /** So many characters at the beginning are the end of the chunk before. */
  overlapChars: number;
  /** By estimate. */
  tokens: number;
  /** The pages that it is from, without the overlap. */
  page?: number;
  lastPage?: number;
  heading?: string;
}

export interface ChunkSize {
  targetTokens: number;
  overlapTokens: number;
}

/** About a page of a book; small enough that six of them fit into a prompt. */
export const CHUNK_SIZE: ChunkSize = { targetTokens: 400, overlapTokens: 50 };

export function chunkDocument(parts: readonly Part[], size: ChunkSize = CHUNK_SIZE): Chunk[] {
  return sectionsOf(parts).flatMap((section) => chunkSection(section, size));
}

/** Neighbours under one heading. */
function sectionsOf(parts: readonly Part[]): Part[][] {
  const sections: Part[][] = [];
  for (const part of parts) {
    if (part.text.trim() === '') continue;
    const section = sections.at(-1);
    if (section !== undefined && section[0]?.heading === part.heading) section.push(part);
    else sections.push([part]);
  }
  return sections;
}

type PlacedPiece = Piece & Pick<Part, 'page'>;

function chunkSection(section: readonly Part[], size: ChunkSize): Chunk[] {
  const heading = section[0]?.heading;
  const pieces = section.flatMap((part, index) => placePieces(part, index === section.length - 1, size));
  const chunks: Chunk[] = [];
  let overlap: PlacedPiece[] = [];
  let own: PlacedPiece[] = [];
  let tokens = 0;
  const end = () => {
    if (own.some(({ text }) => text.trim() !== '')) chunks.push(toChunk(overlap, own, heading));
    overlap = tailOf(own, size.overlapTokens);
    own = [];
    tokens = overlap.reduce((sum, piece) => sum + piece.tokens, 0);
  };
  for (const piece of pieces) {
    if (own.length > 0 && tokens + piece.tokens > size.targetTokens) end();
    own.push(piece);
    tokens += piece.tokens;
  }
  if (own.length > 0) end();
  return chunks;
}

/** With a blank line between two parts. With its overlap, no piece makes a chunk larger than the target. */
function placePieces(part: Part, isLast: boolean, size: ChunkSize): PlacedPiece[] {
  const text = isLast ? part.text : `${part.text}\n\n`;
  const page = part.page === undefined ? {} : { page: part.page };
  return toPieces(text, size.targetTokens - size.overlapTokens).map((piece) => ({ ...piece, ...page }));
}

/** Whole pieces from the end, as many as fit. */
function tailOf(pieces: readonly PlacedPiece[], maxTokens: number): PlacedPiece[] {
  let tokens = 0;
  let from = pieces.length;
  while (from > 0) {
    tokens += pieces[from - 1]?.tokens ?? 0;
    if (tokens > maxTokens) break;
    from -= 1;
  }
  return pieces.slice(from);
}

function toChunk(
  overlap: readonly PlacedPiece[],
  own: readonly PlacedPiece[],
  heading: string | undefined,
): Chunk {
  const before = textOf(overlap);
  const all = [...overlap, ...own];
  const [page, lastPage] = [own[0]?.page, own.at(-1)?.page];
  return {
    text: before + textOf(own),
    overlapChars: before.length,
    tokens: all.reduce((sum, piece) => sum + piece.tokens, 0),
    ...(page === undefined ? {} : { page }),
    ...(lastPage === undefined ? {} : { lastPage }),
    ...(heading === undefined ? {} : { heading }),
  };
}

function textOf(pieces: readonly PlacedPiece[]): string {
  return pieces.map(({ text }) => text).join('');
}

/** Neighbours of one document as one text, without what they repeat. `chunks` follow each other. */
export function joinChunks(chunks: readonly Pick<Chunk, 'text' | 'overlapChars'>[]): string {
  return chunks
    .map(({ text, overlapChars }, index) => (index === 0 ? text : text.slice(overlapChars)))
    .join('');
}
