/** `POST /v1/documents/reading/…`, for the documents Worker: what has been read of one document, piece by piece. */
import type { Caller } from '../../../../shared/contract/caller.ts';
import type { ReadAnewReply } from '../../../../shared/contract/documents.ts';
import type { Failure } from '../../../../shared/contract/failure.ts';
import { CHUNKS_PER_REQUEST } from '../../../../shared/limits.ts';
import { requireSigned } from '../../access/verified.ts';
import { embedAndStore } from '../../documents/embed-and-store.ts';
import { presentModel } from '../../documents/present-model.ts';
import {
  beginReading,
  endReading,
  findReading,
  finishReading,
  type ReadingDocument,
  readStored,
} from '../../documents/reading-store.ts';
import { guildOf } from '../../documents/space-names.ts';
import { tellOfChange } from '../../documents/tell-change.ts';
import { type Payer, payerOfCaller } from '../../passthrough/payer.ts';
import { errorResponse, jsonResponse, replyFromDatabase } from '../../reply.ts';
import {
  parseBeginReading,
  parseEndReading,
  parseReadAnew,
  parseReadChunks,
} from '../../request/documents-request.ts';
import type { Validated } from '../../request/validate.ts';
import type { Services } from '../../services.ts';

/** Nobody waits for these but an alarm. */
const DEADLINE_MS = 15_000;
/** The chunks of a request, of which JSON escapes every character. */
const MAX_BODY_BYTES = 2 * 1024 * 1024;

/** It was removed, or is read by another attempt: it is of no use to go on. */
const GONE: Failure = { code: 'document_not_found' };

function requireReader<T>(request: Request, services: Services, parse: (input: unknown) => Validated<T>) {
  return requireSigned(request, { ...services, verifier: services.readerVerifier }, parse, MAX_BODY_BYTES);
}

export async function handleReadingBegin(request: Request, services: Services): Promise<Response> {
  const admitted = await requireReader(request, services, parseBeginReading);
  if (!admitted.ok) return admitted.response;
  const { content_hash: contentHash, size_bytes: sizeBytes, pages, chunks, ...attempt } = admitted.value;
  return replyFromDatabase(services.log, async () => {
    const db = services.openDatabase(DEADLINE_MS);
    const begun = await beginReading(
      db,
      attempt,
      { contentHash, sizeBytes, pages, chunks },
      presentModel(services.config),
    );
    switch (begun) {
      case 'begun':
        return jsonResponse({});
      case 'unchanged':
        await endReading(db, attempt, { kind: 'unchanged' });
        return errorResponse(GONE);
      case 'gone':
        return errorResponse(GONE);
      case 'duplicate':
        return errorResponse({ code: 'document_duplicate' });
      case 'space_full':
        return errorResponse({ code: 'document_limit' });
    }
  });
}

export async function handleReadingChunks(request: Request, services: Services): Promise<Response> {
  const admitted = await requireReader(request, services, parseReadChunks);
  if (!admitted.ok) return admitted.response;
  const { chunks, ...attempt } = admitted.value;
  return replyFromDatabase(services.log, async () => {
    const reading = await findReading(services.openDatabase(DEADLINE_MS), attempt);
    if (reading === null) return errorResponse(GONE);
    const failure = await embedAndStore(services, attempt, await payerOf(services, reading), chunks);
    return failure === null ? jsonResponse({}) : errorResponse(failure);
  });
}

export async function handleReadingAnew(request: Request, services: Services): Promise<Response> {
  const admitted = await requireReader(request, services, parseReadAnew);
  if (!admitted.ok) return admitted.response;
  const { from, ...attempt } = admitted.value;
  return replyFromDatabase(services.log, async () => {
    const db = services.openDatabase(DEADLINE_MS);
    const reading = await findReading(db, attempt);
    if (reading === null) return errorResponse(GONE);
    const chunks = await readStored(db, attempt, from, CHUNKS_PER_REQUEST);
    const last = chunks.at(-1);
    if (last === undefined) return jsonResponse({ next: null } satisfies ReadAnewReply);
    const failure = await embedAndStore(services, attempt, await payerOf(services, reading), chunks);
    if (failure !== null) return errorResponse(failure);
    const next = chunks.length < CHUNKS_PER_REQUEST ? null : last.ordinal + 1;
    return jsonResponse({ next } satisfies ReadAnewReply);
  });
}

export async function handleReadingEnd(request: Request, services: Services): Promise<Response> {
  const admitted = await requireReader(request, services, parseEndReading);
  if (!admitted.ok) return admitted.response;
  const { problem, ...attempt } = admitted.value;
  return replyFromDatabase(services.log, async () => {
    const db = services.openDatabase(DEADLINE_MS);
    const reading = await findReading(db, attempt);
    if (reading === null) return errorResponse(GONE);
    if (problem !== undefined) {
      await endReading(db, attempt, { kind: 'failed', problem });
      services.log.info('document.failed', { problem });
      return jsonResponse({});
    }
    if (!(await finishReading(db, attempt, reading.space))) return errorResponse({ code: 'document_busy' });
    services.log.info('document.ready', { replaces: reading.version > 0 });
    tellOfChange(services, reading.space);
    return jsonResponse({});
  });
}

/** Whose budgets it is charged to. A server whose member has been erased pays by itself. */
function payerOf(services: Services, { space, addedBy }: ReadingDocument): Promise<Payer> {
  const guildId = guildOf(space);
  const caller: Caller = { user_id: addedBy ?? '0', guild_id: guildId, channel_id: '0', locale: 'en' };
  return payerOfCaller(services, caller, undefined);
}
