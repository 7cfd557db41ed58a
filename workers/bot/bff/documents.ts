/** The bot's calls about documents. */
import type { Caller } from '../../../shared/contract/caller.ts';
import {
  type AddDocumentRequest,
  type AddedDocument,
  type ChangeDocumentRequest,
  DOCUMENTS_ADD_PATH,
  DOCUMENTS_LIST_PATH,
  DOCUMENTS_PASSAGE_PATH,
  DOCUMENTS_REINDEX_PATH,
  DOCUMENTS_REMOVE_PATH,
  type DocumentList,
  type DocumentsRequest,
  type PassagePlace,
  type PassageRequest,
  type PassageText,
} from '../../../shared/contract/documents.ts';
import type { BffCall, BffReply } from './call.ts';

type Without<Request> = Omit<Request, 'libra'>;

export interface DocumentsClient {
  add(caller: Caller, request: Without<AddDocumentRequest>): Promise<BffReply<AddedDocument>>;
  list(caller: Caller, request: Without<DocumentsRequest>): Promise<BffReply<DocumentList>>;
  remove(caller: Caller, request: Without<ChangeDocumentRequest>): Promise<BffReply<unknown>>;
  reindex(caller: Caller, request: Without<ChangeDocumentRequest>): Promise<BffReply<AddedDocument>>;
  passage(caller: Caller, place: PassagePlace): Promise<BffReply<PassageText>>;
}

/** Below Discord's 3 seconds with room for the way there and back. */
const TIMEOUT_MS = 2_000;
/** Nobody waits for these but a delivery. */
const DELIVERY_TIMEOUT_MS = 10_000;

export function createDocumentsClient(call: BffCall): DocumentsClient {
  return {
    add: (caller, request) =>
      call(
        DOCUMENTS_ADD_PATH,
        { libra: { caller }, ...request } satisfies AddDocumentRequest,
        DELIVERY_TIMEOUT_MS,
      ),
    list: (caller, request) =>
      call(DOCUMENTS_LIST_PATH, { libra: { caller }, ...request } satisfies DocumentsRequest, TIMEOUT_MS),
    remove: (caller, request) =>
      call(
        DOCUMENTS_REMOVE_PATH,
        { libra: { caller }, ...request } satisfies ChangeDocumentRequest,
        TIMEOUT_MS,
      ),
    reindex: (caller, request) =>
      call(
        DOCUMENTS_REINDEX_PATH,
        { libra: { caller }, ...request } satisfies ChangeDocumentRequest,
        DELIVERY_TIMEOUT_MS,
      ),
    passage: (caller, place) =>
      call(DOCUMENTS_PASSAGE_PATH, { libra: { caller }, place } satisfies PassageRequest, TIMEOUT_MS),
  };
}
