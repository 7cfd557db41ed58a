/** One request being answered: writing that obeys backpressure, notices that the client left, and can break off. */
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { OpenAiFaults } from './faults.ts';
import { type Pace, pause } from './pace.ts';
import type { RecordedRequest, RequestLog } from './request-log.ts';

export interface Exchange {
  faults: OpenAiFaults;
  pace: Pace;
  record: RecordedRequest;
  /** Aborts when the connection is closed, by either side. */
  gone: AbortSignal;
  /** Waits; false when the client left meanwhile. */
  wait(ms: number): Promise<boolean>;
  /** Waits until the faults in force are replaced; false when the client left meanwhile. */
  waitForFaults(): Promise<boolean>;
  /** Waits until the client leaves (or the stand-in closes). */
  waitForClient(): Promise<void>;
  head(status: number, headers: Record<string, string>): void;
  /** False when the client left. */
  write(bytes: string | Buffer): Promise<boolean>;
  end(bytes?: string | Buffer): Promise<void>;
  /** Closes the connection under an answer that is not complete. What was written has arrived before. */
  cut(): Promise<void>;
  /** Resets the connection at once. */
  reset(): void;
}

export function createExchange(options: {
  response: ServerResponse;
  record: RecordedRequest;
  faults: OpenAiFaults;
  inForce: AbortSignal;
  pace: Pace;
  log: RequestLog;
  /** Headers of every answer. */
  headers: Record<string, string>;
}): Exchange {
  const { response, record, faults, inForce, pace, log } = options;
  const leaving = new AbortController();
  let cutting = false;
  response.on('close', () => {
    log.end(record, response.writableFinished ? 'finished' : cutting ? 'cut' : 'closed-by-client');
    leaving.abort();
  });
  const pieceBytes = faults.shred === undefined ? 0 : (faults.shred.bytes ?? 1);

  async function writePiece(bytes: string | Buffer): Promise<boolean> {
    if (leaving.signal.aborted) return false;
    if (!response.write(bytes)) {
      await once(response, 'drain', { signal: leaving.signal }).catch(() => {});
    }
    return !leaving.signal.aborted;
  }

  async function write(bytes: string | Buffer): Promise<boolean> {
    if (pieceBytes === 0) return writePiece(bytes);
    const whole = Buffer.from(bytes as string);
    for (let offset = 0; offset < whole.length; offset += pieceBytes) {
      if (!(await writePiece(whole.subarray(offset, offset + pieceBytes)))) return false;
      // A turn of the event loop, so that the pieces leave one by one.
      await new Promise((resolve) => setImmediate(resolve));
    }
    return true;
  }

  return {
    faults,
    pace,
    record,
    gone: leaving.signal,
    async wait(ms) {
      await pause(ms, leaving.signal);
      return !leaving.signal.aborted;
    },
    async waitForFaults() {
      const ended = AbortSignal.any([leaving.signal, inForce]);
      if (!ended.aborted) await once(ended, 'abort');
      return !leaving.signal.aborted;
    },
    async waitForClient() {
      if (!leaving.signal.aborted) await once(leaving.signal, 'abort');
    },
    head(status, headers) {
      record.status = status;
      if (leaving.signal.aborted) return;
      response.writeHead(status, { ...options.headers, ...headers });
      response.flushHeaders();
    },
    write,
    async end(bytes) {
      if (bytes !== undefined && !(await write(bytes))) return;
      response.end();
    },
    async cut() {
      cutting = true;
      // Closed, not reset: a reset would let the client's kernel throw away what it has not read yet.
      await new Promise<void>((resolve) => response.write('', () => resolve()));
      response.socket?.destroySoon();
    },
    reset() {
      cutting = true;
      response.socket?.resetAndDestroy();
    },
  };
}
