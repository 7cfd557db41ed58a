/**
 * `/v1/documents` and `/v1/documents/{id}`, for a key that names the endpoint `documents`: an operator adds, lists and removes
 * what a server or one of its channels is answered from.
 */
import { OPERATOR_DOCUMENTS_PATH } from '../../../../shared/contract/documents.ts';
import { parseBoundedJson } from '../../../../shared/json.ts';
import { MAX_OPERATOR_TEXT_CHARS } from '../../../../shared/limits.ts';
import type { ApiKeyRecord } from '../../access/api-keys.ts';
import { findRefusalOf } from '../../access/key-rights.ts';
import { authenticateRequest } from '../../access/verified.ts';
import { addText } from '../../documents/add-text.ts';
import { presentModel } from '../../documents/present-model.ts';
import { type ListedDocument, listDocuments, removeDocument } from '../../documents/store.ts';
import { tellOfChange } from '../../documents/tell-change.ts';
import { payerOfApiKey } from '../../passthrough/payer.ts';
import { errorResponse, jsonResponse, replyFromDatabase } from '../../reply.ts';
import { parseOperatorDocument, parseOperatorSpace } from '../../request/operator-documents.ts';
import type { Services } from '../../services.ts';

const DEADLINE_MS = 5_000;
/** Of a character JSON makes six bytes at most. */
const MAX_BODY_BYTES = MAX_OPERATOR_TEXT_CHARS * 6 + 4_096;

type Admitted = { ok: true; apiKey: ApiKeyRecord; body: Uint8Array } | { ok: false; response: Response };

async function admit(request: Request, services: Services): Promise<Admitted> {
  const authentication = await authenticateRequest(request, services, MAX_BODY_BYTES);
  if (!authentication.ok) return { ok: false, response: errorResponse(authentication) };
  const { identity, body } = authentication;
  // The bot states whose documents it asks for by routes of its own.
  if (identity.kind !== 'client') return { ok: false, response: errorResponse({ code: 'forbidden' }) };
  const refusal = findRefusalOf(identity, { endpoint: 'documents' });
  if (refusal !== null) return { ok: false, response: errorResponse(refusal) };
  return { ok: true, apiKey: identity.apiKey, body };
}

export async function handleOperatorAdd(request: Request, services: Services): Promise<Response> {
  const admitted = await admit(request, services);
  if (!admitted.ok) return admitted.response;
  const parsed = parseOperatorDocument(parseBoundedJson(admitted.body));
  if (!parsed.ok) return errorResponse(parsed);
  return replyFromDatabase(services.log, async () => {
    const added = await addText(services, payerOfApiKey(admitted.apiKey), parsed.value);
    if ('code' in added) return errorResponse(added);
    tellOfChange(services, parsed.value.space);
    services.log.info('document.ready', { replaces: added.replaces });
    return jsonResponse(added, { status: 201 });
  });
}

export async function handleOperatorList(request: Request, services: Services): Promise<Response> {
  const admitted = await admit(request, services);
  if (!admitted.ok) return admitted.response;
  const space = parseOperatorSpace(new URL(request.url).searchParams);
  if (!space.ok) return errorResponse(space);
  return replyFromDatabase(services.log, async () => {
    const db = services.openDatabase(DEADLINE_MS);
    const listed = await listDocuments(db, [space.value], presentModel(services.config));
    return jsonResponse({ documents: listed.map(describe) });
  });
}

export async function handleOperatorRemove(request: Request, services: Services): Promise<Response> {
  const admitted = await admit(request, services);
  if (!admitted.ok) return admitted.response;
  const { pathname, searchParams } = new URL(request.url);
  const space = parseOperatorSpace(searchParams);
  if (!space.ok) return errorResponse(space);
  const id = pathname.slice(OPERATOR_DOCUMENTS_PATH.length + 1);
  if (!UUID.test(id)) return errorResponse({ code: 'document_not_found' });
  return replyFromDatabase(services.log, async () => {
    if (!(await removeDocument(services.openDatabase(DEADLINE_MS), id, space.value))) {
      return errorResponse({ code: 'document_not_found' });
    }
    tellOfChange(services, space.value);
    return jsonResponse({});
  });
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Not who has added it. */
function describe({ id, name, source, state, problem, url, chunks, ...rest }: ListedDocument): object {
  const { size_bytes: sizeBytes, added_at: addedAt, isStale } = rest;
  return {
    ...{ id, name, source, state, problem, url, chunks },
    ...{ size_bytes: sizeBytes, added_at: addedAt, is_stale: isStale },
  };
}
