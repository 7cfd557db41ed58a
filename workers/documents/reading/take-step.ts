/** One step of the reading of a document. No I/O of its own; each step can be taken again without harm. */
import type { SentChunk } from '../../../shared/contract/documents.ts';
import type { Failure } from '../../../shared/contract/failure.ts';
import { errorKind, isBudgetUsed } from '../../../shared/errors.ts';
import { CHUNKS_PER_REQUEST } from '../../../shared/limits.ts';
import type { ReadingClient } from './bff.ts';
import type { ReadSource } from './fetch-source.ts';
import type { ReadingRecord, Step } from './record.ts';

export interface StepDeps {
  bff: ReadingClient;
  read(record: ReadingRecord): Promise<ReadSource>;
  /** What was read, until it has been sent. */
  keepChunks(chunks: readonly SentChunk[]): void;
  chunksFrom(ordinal: number, count: number): SentChunk[];
}

export type StepOutcome =
  | { kind: 'next'; step: Step }
  /** To be tried again; `afterMs`: not before. */
  | { kind: 'again'; afterMs?: number; failure: Failure }
  /** There is nothing more to be done. */
  | { kind: 'over' };

export async function takeStep(record: ReadingRecord, deps: StepDeps): Promise<StepOutcome> {
  const { step, job } = record;
  const attempt = { document: job.document, ingestion: job.ingestion };
  switch (step.kind) {
    case 'read':
      return read(record, deps);
    case 'begin': {
      const { contentHash, sizeBytes, pages, chunks } = step;
      const reply = await deps.bff.begin({
        ...attempt,
        ...{ content_hash: contentHash, size_bytes: sizeBytes, pages, chunks },
      });
      return reply.ok ? next({ kind: 'send', from: 0, chunks }) : judge(reply.failure);
    }
    case 'send': {
      const chunks = deps.chunksFrom(step.from, CHUNKS_PER_REQUEST);
      const reply = await deps.bff.chunks({ ...attempt, chunks });
      if (!reply.ok) return judge(reply.failure);
      const from = step.from + chunks.length;
      return next(from >= step.chunks ? { kind: 'end', problem: null } : { ...step, from });
    }
    case 'anew': {
      const reply = await deps.bff.anew({ ...attempt, from: step.from });
      if (!reply.ok) return judge(reply.failure);
      const { next: from } = reply.value;
      return next(from === null ? { kind: 'end', problem: null } : { kind: 'anew', from });
    }
    case 'end': {
      const { problem } = step;
      const reply = await deps.bff.end({ ...attempt, ...(problem === null ? {} : { problem }) });
      if (reply.ok || reply.failure.code === 'document_not_found') return { kind: 'over' };
      return { kind: 'again', failure: reply.failure };
    }
  }
}

async function read(record: ReadingRecord, deps: StepDeps): Promise<StepOutcome> {
  const source = await deps.read(record);
  switch (source.kind) {
    case 'unreachable':
      return { kind: 'again', failure: { code: 'attachment_unreachable' } };
    case 'failed':
      return next({ kind: 'end', problem: source.problem });
    case 'read': {
      const { chunks, contentHash, pages } = source.parsed;
      deps.keepChunks(chunks);
      const { sizeBytes } = source;
      return next({ kind: 'begin', contentHash, sizeBytes, pages, chunks: chunks.length });
    }
  }
}

/** A minute's limit passes; a day's budget does not while anybody waits. */
function judge(failure: Failure): StepOutcome {
  if (failure.code === 'document_not_found') return { kind: 'over' };
  if (isBudgetUsed(failure.code) || !errorKind(failure.code).retryable)
    return next({ kind: 'end', problem: failure.code });
  const afterSec = failure.evidence?.retry_after_sec;
  return { kind: 'again', failure, ...(afterSec === undefined ? {} : { afterMs: afterSec * 1_000 }) };
}

function next(step: Step): StepOutcome {
  return { kind: 'next', step };
}
