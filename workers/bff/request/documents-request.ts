/** Requests about documents, checked by form. Pure. */
import * as z from 'zod/mini';
import type { Caller } from '../../../shared/contract/caller.ts';
import {
  type AddDocumentRequest,
  type BeginReading,
  type ChangeDocumentRequest,
  DOCUMENT_SCOPES,
  type DocumentPermissions,
  type EndReading,
  type PassagePlace,
  type ReadAnew,
  type ReadChunks,
} from '../../../shared/contract/documents.ts';
import {
  CHUNKS_PER_REQUEST,
  MAX_DOCUMENT_BYTES,
  MAX_DOCUMENT_CHUNKS,
  MAX_DOCUMENT_NAME_CHARS,
  MAX_DOCUMENT_PAGES,
} from '../../../shared/limits.ts';
import { once } from '../../../shared/once.ts';
import { type OfCaller, statedCaller, withCaller } from './stated-caller.ts';
import { type Validated, validate } from './validate.ts';

const permissions = once(() => z.strictObject({ manage_server: z.boolean(), manage_channel: z.boolean() }));
const uuid = once(() => z.string().check(z.regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)));
const count = (max: number) => z.int().check(z.gte(0), z.lte(max));
const page = once(() => z.nullable(z.int().check(z.gte(1), z.lte(MAX_DOCUMENT_PAGES))));
const MAX_URL_CHARS = 2_048;
const url = once(() => z.string().check(z.regex(/^https?:\/\//), z.maxLength(MAX_URL_CHARS)));
const MAX_VERSION = 1_000_000;

const addSchema = once(() =>
  z.strictObject({
    libra: statedCaller(),
    permissions: permissions(),
    scope: z.enum(DOCUMENT_SCOPES),
    name: z.string().check(z.minLength(1), z.maxLength(MAX_DOCUMENT_NAME_CHARS), z.regex(/\S/)),
    source: z.enum(['file', 'page', 'message']),
    url: z.exactOptional(url()),
    size_bytes: z.exactOptional(count(MAX_DOCUMENT_BYTES)),
    ingestion: uuid(),
  }),
);
const listSchema = once(() => z.strictObject({ libra: statedCaller(), permissions: permissions() }));
const changeSchema = once(() =>
  z.strictObject({
    libra: statedCaller(),
    permissions: permissions(),
    id: uuid(),
    ingestion: z.exactOptional(uuid()),
  }),
);
const passageSchema = once(() =>
  z.strictObject({
    libra: statedCaller(),
    place: z.strictObject({
      document: uuid(),
      version: count(MAX_VERSION),
      from: count(MAX_DOCUMENT_CHUNKS),
      to: count(MAX_DOCUMENT_CHUNKS),
    }),
  }),
);

const attempt = once(() => ({ document: uuid(), ingestion: uuid() }));
const beginSchema = once(() =>
  z.strictObject({
    ...attempt(),
    content_hash: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
    size_bytes: count(MAX_DOCUMENT_BYTES),
    pages: page(),
    chunks: z.int().check(z.gte(1), z.lte(MAX_DOCUMENT_CHUNKS)),
  }),
);
/** Far more than a chunk has. */
const MAX_CHUNK_CHARS = 16_000;
const MAX_HEADING_CHARS = 300;
const chunksSchema = once(() =>
  z.strictObject({
    ...attempt(),
    chunks: z
      .array(
        z.strictObject({
          ordinal: count(MAX_DOCUMENT_CHUNKS),
          text: z.string().check(z.minLength(1), z.maxLength(MAX_CHUNK_CHARS)),
          overlap_chars: count(MAX_CHUNK_CHARS),
          tokens: count(MAX_CHUNK_CHARS),
          heading: z.nullable(z.string().check(z.maxLength(MAX_HEADING_CHARS))),
          page: page(),
          last_page: page(),
        }),
      )
      .check(z.minLength(1), z.maxLength(CHUNKS_PER_REQUEST)),
  }),
);
const endSchema = once(() =>
  z.strictObject({
    ...attempt(),
    problem: z.exactOptional(z.string().check(z.regex(/^[a-z_]{1,40}$/))),
  }),
);
const anewSchema = once(() => z.strictObject({ ...attempt(), from: count(MAX_DOCUMENT_CHUNKS) }));

export const parseAddDocument = (input: unknown): Validated<OfCaller<AddDocumentRequest>> =>
  withCaller(validate(addSchema(), input));
export const parseListDocuments = (
  input: unknown,
): Validated<{ caller: Caller; permissions: DocumentPermissions }> =>
  withCaller(validate(listSchema(), input));
export const parseChangeDocument = (input: unknown): Validated<OfCaller<ChangeDocumentRequest>> =>
  withCaller(validate(changeSchema(), input));
export const parsePassage = (input: unknown): Validated<{ caller: Caller; place: PassagePlace }> =>
  withCaller(validate(passageSchema(), input));
export const parseBeginReading = (input: unknown): Validated<BeginReading> => validate(beginSchema(), input);
export const parseReadChunks = (input: unknown): Validated<ReadChunks> => validate(chunksSchema(), input);
export const parseEndReading = (input: unknown): Validated<EndReading> => validate(endSchema(), input);
export const parseReadAnew = (input: unknown): Validated<ReadAnew> => validate(anewSchema(), input);
