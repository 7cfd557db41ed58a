/** `POST /v1/documents/…`, for the bot: what people do with documents. */
import type { Caller } from '../../../../shared/contract/caller.ts';
import type {
  DocumentFacts,
  DocumentList,
  DocumentPermissions,
  DocumentScope,
  PassageText,
} from '../../../../shared/contract/documents.ts';
import type { Failure } from '../../../../shared/contract/failure.ts';
import { toErrorCode } from '../../../../shared/errors.ts';
import { joinChunks } from '../../../../shared/knowledge/chunk.ts';
import { MAX_DOCUMENTS, MAX_DOCUMENTS_A_DAY } from '../../../../shared/limits.ts';
import { requireSigned } from '../../access/verified.ts';
import { presentModel } from '../../documents/present-model.ts';
import { ownSpaces, spaceIn } from '../../documents/spaces.ts';
import {
  addDocument,
  beginAnew,
  type ListedDocument,
  listDocuments,
  readPassage,
  removeDocument,
} from '../../documents/store.ts';
import { tellOfChange } from '../../documents/tell-change.ts';
import { errorResponse, jsonResponse, replyFromDatabase } from '../../reply.ts';
import {
  parseAddDocument,
  parseChangeDocument,
  parseListDocuments,
  parsePassage,
} from '../../request/documents-request.ts';
import type { Services } from '../../services.ts';
import type { Database } from '../../store/database.ts';

/** The bot answers within Discord's three seconds. */
const DEADLINE_MS = 1_500;

export async function handleDocumentAdd(request: Request, services: Services): Promise<Response> {
  const admitted = await requireSigned(request, services, parseAddDocument);
  if (!admitted.ok) return admitted.response;
  const {
    caller,
    permissions,
    scope,
    name,
    source,
    url = null,
    ingestion,
    size_bytes: size = 0,
  } = admitted.value;
  const space = spaceIn(caller, scope);
  if (space === null || !mayAdd(permissions, scope)) return errorResponse({ code: 'forbidden' });
  if ((source === 'page') !== (url !== null)) return errorResponse({ code: 'invalid_request', param: 'url' });
  return replyFromDatabase(services.log, async () => {
    const added = await addDocument(services.openDatabase(DEADLINE_MS), {
      ...{ space, name: name.trim(), source, url, ingestion },
      addedBy: caller.user_id,
      sizeBytes: size,
    });
    switch (added) {
      case 'busy':
        return errorResponse({ code: 'document_busy' });
      case 'too_many':
        return errorResponse({ code: 'document_limit', evidence: { limit: MAX_DOCUMENTS } });
      case 'too_many_today':
        return errorResponse({ code: 'document_day_limit', evidence: { limit: MAX_DOCUMENTS_A_DAY } });
      default:
        return jsonResponse(added);
    }
  });
}

export async function handleDocumentsList(request: Request, services: Services): Promise<Response> {
  const admitted = await requireSigned(request, services, parseListDocuments);
  if (!admitted.ok) return admitted.response;
  const { caller, permissions } = admitted.value;
  return replyFromDatabase(services.log, async () => {
    const listed = await listFor(services, services.openDatabase(DEADLINE_MS), caller);
    const documents = listed.map(({ addedBy, isStale, ...document }): DocumentFacts => {
      const mayChange = mayChangeIt(permissions, document.scope, addedBy, caller);
      return { ...document, is_stale: isStale, may_change: mayChange };
    });
    return jsonResponse({ documents } satisfies DocumentList);
  });
}

export async function handleDocumentRemove(request: Request, services: Services): Promise<Response> {
  const admitted = await requireSigned(request, services, parseChangeDocument);
  if (!admitted.ok) return admitted.response;
  const { caller, permissions, id } = admitted.value;
  return replyFromDatabase(services.log, async () => {
    const db = services.openDatabase(DEADLINE_MS);
    const found = await findChangeable(services, db, { caller, permissions, id });
    if ('code' in found) return errorResponse(found);
    const space = spaceIn(caller, found.scope);
    if (space === null || !(await removeDocument(db, id, space))) {
      return errorResponse({ code: 'document_not_found' });
    }
    tellOfChange(services, space);
    return jsonResponse({});
  });
}

export async function handleDocumentReindex(request: Request, services: Services): Promise<Response> {
  const admitted = await requireSigned(request, services, parseChangeDocument);
  if (!admitted.ok) return admitted.response;
  const { caller, permissions, id, ingestion = crypto.randomUUID() } = admitted.value;
  return replyFromDatabase(services.log, async () => {
    const db = services.openDatabase(DEADLINE_MS);
    const found = await findChangeable(services, db, { caller, permissions, id });
    if ('code' in found) return errorResponse(found);
    const begun = await beginAnew(db, { id, spaces: ownSpaces(caller), ingestion });
    // One that was never read: it is listed, so why it was not is told.
    if (begun === null) {
      return errorResponse({ code: found.problem === null ? 'document_busy' : toErrorCode(found.problem) });
    }
    return begun === 'busy' ? errorResponse({ code: 'document_busy' }) : jsonResponse(begun);
  });
}

export async function handlePassage(request: Request, services: Services): Promise<Response> {
  const admitted = await requireSigned(request, services, parsePassage);
  if (!admitted.ok) return admitted.response;
  const { caller, place } = admitted.value;
  return replyFromDatabase(services.log, async () => {
    const chunks = await readPassage(services.openDatabase(DEADLINE_MS), place, ownSpaces(caller));
    const [first, last] = [chunks[0], chunks.at(-1)];
    if (first === undefined || last === undefined) return errorResponse({ code: 'document_not_found' });
    const { name, heading, page } = first;
    const text = joinChunks(chunks.map((chunk) => ({ text: chunk.text, overlapChars: chunk.overlap_chars })));
    return jsonResponse({ name, heading, page, last_page: last.last_page, text } satisfies PassageText);
  });
}

function listFor(services: Services, db: Database, caller: Caller): Promise<ListedDocument[]> {
  return listDocuments(db, ownSpaces(caller), presentModel(services.config));
}

async function findChangeable(
  services: Services,
  db: Database,
  { caller, permissions, id }: { caller: Caller; permissions: DocumentPermissions; id: string },
): Promise<ListedDocument | Failure> {
  const found = (await listFor(services, db, caller)).find((document) => document.id === id);
  if (found === undefined) return { code: 'document_not_found' };
  return mayChangeIt(permissions, found.scope, found.addedBy, caller) ? found : { code: 'forbidden' };
}

function mayAdd(permissions: DocumentPermissions, scope: DocumentScope): boolean {
  switch (scope) {
    case 'me':
      return true;
    case 'channel':
      return permissions.manage_channel || permissions.manage_server;
    case 'server':
      return permissions.manage_server;
  }
}

/** Who has added one may take it back. */
function mayChangeIt(
  permissions: DocumentPermissions,
  scope: DocumentScope,
  addedBy: string | null,
  { user_id: userId }: Caller,
): boolean {
  return mayAdd(permissions, scope) || addedBy === userId;
}
