/** What has been asked of the stand-in and how each request ended, for tests of cancellation and of call counts. */
import type { OpenAiFaults } from './faults.ts';

type Outcome =
  /** Still being answered. */
  | 'open'
  /** Answered to the end, well or with an error status. */
  | 'finished'
  /** The client went before the end. */
  | 'closed-by-client'
  /** A fault ended it before its end. */
  | 'cut';

export interface RecordedRequest {
  /** Counts from 1. */
  id: number;
  method: string;
  path: string;
  /** Lower-case names; without the key. */
  headers: Record<string, string>;
  /** As parsed; undefined when it was not JSON. */
  body: unknown;
  model: string | null;
  /** The answer's HTTP status; null as long as there is none. */
  status: number | null;
  outcome: Outcome;
  /** Tokens of answer that were sent: what a real provider would bill. Of a script: its `data` frames. */
  tokensSent: number;
  /** Names of the faults that struck it. */
  faults: string[];
  /** Unix milliseconds. */
  startedAtMs: number;
  endedAtMs: number | null;
}

export interface ConnectionReport {
  /** Requests that are being answered now. */
  open: number;
  /** Requests whose client left before the end. */
  closedByClient: number;
  /** Those requests, newest first. */
  left: { id: number; model: string | null; tokensSent: number; closedAtMs: number; sinceMs: number }[];
}

export interface RequestLog {
  begin(
    request: Pick<RecordedRequest, 'method' | 'path' | 'headers' | 'body' | 'model'>,
    faults: OpenAiFaults,
  ): RecordedRequest;
  end(record: RecordedRequest, outcome: Exclude<Outcome, 'open'>): void;
  /** Oldest first; the last thousand. */
  all(): readonly RecordedRequest[];
  connections(): ConnectionReport;
  forget(): void;
}

const MOST_RECORDS = 1_000;

export function createRequestLog(now: () => number = Date.now): RequestLog {
  let records: RecordedRequest[] = [];
  let lastId = 0;
  return {
    begin(request, faults) {
      lastId += 1;
      const record: RecordedRequest = {
        id: lastId,
        ...request,
        status: null,
        outcome: 'open',
        tokensSent: 0,
        faults: Object.keys(faults),
        startedAtMs: now(),
        endedAtMs: null,
      };
      records.push(record);
      if (records.length > MOST_RECORDS) records.shift();
      return record;
    },
    end(record, outcome) {
      if (record.outcome !== 'open') return;
      record.outcome = outcome;
      record.endedAtMs = now();
    },
    all: () => records,
    connections() {
      const left = records.filter(({ outcome }) => outcome === 'closed-by-client');
      return {
        open: records.filter(({ outcome }) => outcome === 'open').length,
        closedByClient: left.length,
        left: left.toReversed().map(({ id, model, tokensSent, endedAtMs }) => ({
          id,
          model,
          tokensSent,
          closedAtMs: endedAtMs ?? 0,
          sinceMs: now() - (endedAtMs ?? 0),
        })),
      };
    },
    forget() {
      // What is still being answered stays: it counts as open until it ends.
      records = records.filter(({ outcome }) => outcome === 'open');
    },
  };
}
