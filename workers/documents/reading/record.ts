/** How far the reading of a document has come, and when it is tried again or given up. Pure: the time is given. */
import type { IngestJob } from '../../../shared/contract/documents.ts';

export interface ReadingRecord {
  job: IngestJob;
  startedAtMs: number;
  /** Of the present step; noted before it is tried, so that a crash counts as well. */
  tries: number;
  step: Step;
}

export type Step =
  /** Fetch it, read it, keep its chunks. */
  | { kind: 'read' }
  /** Tell the bff how many chunks there are. */
  | { kind: 'begin'; contentHash: string; sizeBytes: number; pages: number | null; chunks: number }
  /** Send the chunks from this ordinal on. */
  | { kind: 'send'; from: number; chunks: number }
  /** Have what is stored given new vectors, from this ordinal on. */
  | { kind: 'anew'; from: number }
  | { kind: 'end'; problem: string | null };

export function beginReading(job: IngestJob, nowMs: number): ReadingRecord {
  const step: Step = job.source.kind === 'stored' ? { kind: 'anew', from: 0 } : { kind: 'read' };
  return { job, startedAtMs: nowMs, tries: 0, step };
}

export function goOn(record: ReadingRecord, step: Step): ReadingRecord {
  return { ...record, step, tries: 0 };
}

export function noteTry(record: ReadingRecord): ReadingRecord {
  return { ...record, tries: record.tries + 1 };
}

/** A file that brings the parser down brings it down again. */
const MAX_READ_TRIES = 3;
const MAX_TRIES = 9;
/** An attempt is not waited for longer than this; a budget that ends at midnight is not waited for. */
export const MAX_READING_MS = 20 * 60_000;
/** With the last word to the bff. */
const MAX_LIFE_MS = 60 * 60_000;

/** Null: it may be tried. */
export function isToBeGivenUp({ tries, step, startedAtMs }: ReadingRecord, nowMs: number): boolean {
  if (step.kind === 'end') return nowMs - startedAtMs > MAX_LIFE_MS;
  const most = step.kind === 'read' ? MAX_READ_TRIES : MAX_TRIES;
  return tries >= most || nowMs - startedAtMs > MAX_READING_MS;
}

const FIRST_PAUSE_MS = 2_000;
const MAX_PAUSE_MS = 60_000;

/** `retryAfterMs`: as the other side has asked for. */
export function pauseAfter(tries: number, retryAfterMs: number | undefined): number {
  const backoff = Math.min(MAX_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.max(0, tries - 1));
  return Math.min(2 * MAX_PAUSE_MS, Math.max(backoff, retryAfterMs ?? 0));
}
