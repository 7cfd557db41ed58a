/**
 * One object a document: reads it step by step, each noted before the next, so that a crash costs one step. A thin shell: storage
 * and alarm are here, every decision is in record.ts and take-step.ts.
 */
import { DurableObject } from 'cloudflare:workers';
import type { IngestJob, SentChunk } from '../../../shared/contract/documents.ts';
import { CHUNKS_PER_REQUEST } from '../../../shared/limits.ts';
import { createLogger, errorName, type Logger } from '../../../shared/observe/log.ts';
import { continueTrace } from '../../../shared/observe/trace.ts';
import { createRequestSigner } from '../../../shared/signing/sign.ts';
import { orAbort } from '../../../shared/time/wait.ts';
import { readDocumentsConfig } from '../config.ts';
import type { DocumentReadingRpc, DocumentsEnv } from '../env.ts';
import { createReadingClient } from './bff.ts';
import { readSource } from './fetch-source.ts';
import { beginReading, goOn, isToBeGivenUp, noteTry, pauseAfter, type ReadingRecord } from './record.ts';
import { type StepOutcome, takeStep } from './take-step.ts';

const RECORD = 'record';
const CHUNKS = 'chunks:';
/** An alarm ends after so long and another goes on: the runtime bounds each. */
const ALARM_MS = 60_000;
/** For fetching a file and parsing it. A parser that never ends is a crash like another: it counts as a try. */
const READ_TIMEOUT_MS = 120_000;

export class DocumentReading extends DurableObject<DocumentsEnv> implements DocumentReadingRpc {
  async accept(job: IngestJob): Promise<void> {
    const known = this.#load();
    if (known?.job.ingestion === job.ingestion) return;
    if (known !== undefined) this.#forget();
    this.#save(beginReading(job, Date.now()));
    await this.ctx.storage.setAlarm(Date.now());
  }

  async forget(): Promise<void> {
    this.#forget();
    await this.ctx.storage.deleteAlarm();
  }

  override async alarm(): Promise<void> {
    const endsAtMs = Date.now() + ALARM_MS;
    for (let record = this.#load(); record !== undefined; record = this.#load()) {
      const pauseMs = await this.#advance(record);
      if (pauseMs > 0 || Date.now() >= endsAtMs) {
        await this.ctx.storage.setAlarm(Date.now() + pauseMs);
        return;
      }
    }
  }

  /** Gives the milliseconds until the next step. */
  async #advance(record: ReadingRecord): Promise<number> {
    const log = this.#log(record);
    if (isToBeGivenUp(record, Date.now())) {
      log.error('reading.given_up', { step: record.step.kind, tries: record.tries });
      if (record.step.kind === 'end') this.#forget();
      else this.#save(goOn(record, { kind: 'end', problem: 'document_lost' }));
      return 0;
    }
    const tried = noteTry(record);
    this.#save(tried);
    // Before the step begins, or a crash would not count.
    await this.ctx.storage.sync();
    const outcome = await this.#take(tried, log);
    // Another attempt, or the end of all, came meanwhile.
    if (this.#load()?.job.ingestion !== record.job.ingestion) return 0;
    switch (outcome.kind) {
      case 'next':
        this.#save(goOn(tried, outcome.step));
        return 0;
      case 'over':
        log.info('reading.over', { step: tried.step.kind });
        this.#forget();
        return 0;
      case 'again':
        log.warn('reading.again', { step: tried.step.kind, tries: tried.tries, code: outcome.failure.code });
        return pauseAfter(tried.tries, outcome.afterMs);
    }
  }

  async #take(record: ReadingRecord, log: Logger): Promise<StepOutcome> {
    try {
      const { traceparent } = record.job;
      const signer = createRequestSigner({ secret: this.#config().sharedSecrets[0], name: 'documents' });
      return await takeStep(record, {
        bff: createReadingClient({ fetch: (request) => this.env.BFF.fetch(request), signer, traceparent }),
        read: (of) => this.#read(of),
        keepChunks: (chunks) => this.#keepChunks(chunks, record),
        chunksFrom: (ordinal, count) => this.#chunksFrom(ordinal, count),
      });
    } catch (error) {
      log.error('reading.crashed', { step: record.step.kind, error: errorName(error) });
      return { kind: 'again', failure: { code: 'internal' } };
    }
  }

  async #read({ job }: ReadingRecord) {
    const { source, name } = job;
    if (source.kind === 'stored') throw new Error('What is stored is not fetched');
    const { PUBLIC_WEB: web } = this.env;
    const read = readSource(source, name, {
      fetch: (url, init) => fetch(url, init),
      fetchWeb: (url, init) => (web === undefined ? fetch(url, init) : web.fetch(url, init)),
      localOrigin: this.#config().discordCdnOrigin,
      nowMs: Date.now(),
    });
    return orAbort(read, AbortSignal.timeout(READ_TIMEOUT_MS));
  }

  #config() {
    return readDocumentsConfig(this.env);
  }

  #log({ job }: ReadingRecord): Logger {
    return createLogger({
      worker: 'documents',
      trace: continueTrace(job.traceparent),
      level: this.#config().logLevel,
      fields: { document: job.document },
    });
  }

  #load(): ReadingRecord | undefined {
    return this.ctx.storage.kv.get<ReadingRecord>(RECORD);
  }

  #save(record: ReadingRecord): void {
    this.ctx.storage.kv.put(RECORD, record);
  }

  /** In batches of one request each: a value holds two megabytes. Of an attempt that was forgotten meanwhile none are kept. */
  #keepChunks(chunks: readonly SentChunk[], { job }: ReadingRecord): void {
    if (this.#load()?.job.ingestion !== job.ingestion) return;
    for (let from = 0; from < chunks.length; from += CHUNKS_PER_REQUEST) {
      this.ctx.storage.kv.put(`${CHUNKS}${from}`, chunks.slice(from, from + CHUNKS_PER_REQUEST));
    }
  }

  #chunksFrom(ordinal: number, count: number): SentChunk[] {
    const kept = this.ctx.storage.kv.get<SentChunk[]>(`${CHUNKS}${ordinal}`);
    if (kept === undefined || kept.length > count) throw new Error('Chunks that were read are not there');
    return kept;
  }

  #forget(): void {
    for (const [key] of [...this.ctx.storage.kv.list()]) this.ctx.storage.kv.delete(key);
  }
}
