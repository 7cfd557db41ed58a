import { describe, expect, it } from 'vitest';
import type { IngestJob, SentChunk } from '../../../shared/contract/documents.ts';
import type { Failure } from '../../../shared/contract/failure.ts';
import type { ReadingClient } from './bff.ts';
import {
  beginReading,
  isToBeGivenUp,
  MAX_READING_MS,
  noteTry,
  type ReadingRecord,
  type Step,
} from './record.ts';
import { type StepDeps, takeStep } from './take-step.ts';

const JOB: IngestJob = {
  document: '00000000-0000-4000-8000-000000000001',
  ingestion: '00000000-0000-4000-8000-000000000002',
  name: 'a.txt',
  source: { kind: 'text', text: 'a' },
  traceparent: '',
};
const chunk = (ordinal: number): SentChunk => ({
  ordinal,
  text: 'a',
  overlap_chars: 0,
  tokens: 1,
  heading: null,
  page: null,
  last_page: null,
});

function deps(failure: Failure | null = null): { deps: StepDeps; calls: [string, unknown][] } {
  const calls: [string, unknown][] = [];
  const answer =
    (name: string, value: unknown = {}) =>
    async (body: unknown) => {
      calls.push([name, body]);
      return failure === null ? { ok: true, value } : { ok: false, failure };
    };
  return {
    calls,
    deps: {
      bff: {
        begin: answer('begin'),
        chunks: answer('chunks'),
        anew: answer('anew', { next: null }),
        end: answer('end'),
      } as unknown as ReadingClient,
      read: async () => ({
        kind: 'read',
        sizeBytes: 1,
        parsed: { ok: true, chunks: [chunk(0)], pages: null, contentHash: 'h' },
      }),
      keepChunks: () => undefined,
      chunksFrom: (from) => [chunk(from)],
    },
  };
}

const at = (step: Step): ReadingRecord => ({ ...beginReading(JOB, 0), step });

describe('the reading of a document', () => {
  it('goes from the file to the end, one step after the other', async () => {
    const { deps: given, calls } = deps();
    const steps: string[] = [];
    for (let record = beginReading(JOB, 0); ; ) {
      steps.push(record.step.kind);
      const outcome = await takeStep(record, given);
      if (outcome.kind !== 'next') break;
      record = { ...record, step: outcome.step };
    }
    expect(steps).toEqual(['read', 'begin', 'send', 'end']);
    expect(calls.map(([name]) => name)).toEqual(['begin', 'chunks', 'end']);
  });

  it.each<[Failure['code'], string]>([
    ['document_not_found', 'over'],
    ['upstream_unreachable', 'again'],
    ['rate_limit_user', 'again'],
    ['provider_unavailable', 'again'],
    ['budget_guild', 'next'],
    ['document_duplicate', 'next'],
  ])('after %s is %s', async (code, kind) => {
    const { deps: given } = deps({ code });
    const outcome = await takeStep(at({ kind: 'send', from: 0, chunks: 1 }), given);
    expect(outcome.kind).toBe(kind);
    if (outcome.kind === 'next') expect(outcome.step).toEqual({ kind: 'end', problem: code });
  });

  it('waits as long as a limit asks for', async () => {
    const { deps: given } = deps({ code: 'rate_limit_user', evidence: { retry_after_sec: 30 } });
    const outcome = await takeStep(at({ kind: 'send', from: 0, chunks: 1 }), given);
    expect(outcome).toMatchObject({ kind: 'again', afterMs: 30_000 });
  });

  it('is given up after three crashes of the parser, or when it lasts too long', () => {
    let record = beginReading(JOB, 0);
    for (let crash = 0; crash < 3; crash += 1) {
      expect(isToBeGivenUp(record, 0)).toBe(false);
      record = noteTry(record);
    }
    expect(isToBeGivenUp(record, 0)).toBe(true);
    expect(isToBeGivenUp(at({ kind: 'send', from: 0, chunks: 1 }), MAX_READING_MS + 1)).toBe(true);
  });
});
