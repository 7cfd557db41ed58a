/** Fetches one document: every redirect is checked like the first address, and everything is bounded. Never throws. */
import { readByChunk } from '../http/bounded-body.ts';
import { createTimeout } from '../time/timeout.ts';
import { orAbort } from '../time/wait.ts';
import { checkAddress } from './check-address.ts';

export const MAX_REDIRECTS = 5;
export const MAX_BYTES = 5_000_000;
export const TIMEOUT_MS = 30_000;

export type FetchedDocument =
  | { ok: true; url: URL; contentType: string; bytes: Uint8Array }
  /** What went wrong, for the model. */
  | { ok: false; problem: string };

export interface FetchDeps {
  fetch: (url: string, init: RequestInit) => Promise<Response>;
  /** Ends it early. */
  signal: AbortSignal;
  /** A BCP 47 tag. */
  language: string;
  timeoutMs?: number;
}

export async function fetchDocument(address: string, deps: FetchDeps): Promise<FetchedDocument> {
  const timeout = createTimeout(deps.timeoutMs ?? TIMEOUT_MS);
  const signal = AbortSignal.any([deps.signal, timeout.signal]);
  try {
    return await follow(address, { ...deps, signal });
  } catch {
    if (timeout.signal.aborted) return fail('it did not answer in time');
    return fail(deps.signal.aborted ? 'the answer was stopped' : 'the site cannot be reached');
  } finally {
    timeout.end();
  }
}

async function follow(address: string, deps: FetchDeps): Promise<FetchedDocument> {
  let next = address;
  let base: URL | undefined;
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
    const checked = checkAddress(next, base);
    if (!checked.ok) {
      return fail(
        base === undefined ? checked.problem : `it redirects to an address where ${checked.problem}`,
      );
    }
    const response = await orAbort(deps.fetch(checked.url.href, requestOf(deps)), deps.signal);
    const location = REDIRECTS.has(response.status) ? response.headers.get('location') : null;
    if (location === null) return readDocument(checked.url, response, deps.signal);
    discard(response);
    [next, base] = [location, checked.url];
  }
  return fail(`it redirects more than ${MAX_REDIRECTS} times`);
}

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

function requestOf({ signal, language }: FetchDeps): RequestInit {
  return {
    redirect: 'manual',
    signal,
    headers: {
      accept: 'text/html, text/*;q=0.9, application/json;q=0.8, application/xml;q=0.8',
      'accept-language': language,
      'user-agent': 'Libra/0.1 (+https://github.com/libra-bot/libra)',
    },
  };
}

async function readDocument(url: URL, response: Response, signal: AbortSignal): Promise<FetchedDocument> {
  const contentType = response.headers.get('content-type') ?? '';
  const refusal = response.ok ? refuseType(contentType) : `the site answered with status ${response.status}`;
  if (refusal !== null) {
    discard(response);
    return fail(refusal);
  }
  if (response.body === null) return fail('the page is empty');
  const body = await orAbort(readByChunk(response.body, MAX_BYTES), signal);
  if (body.kind === 'read') return { ok: true, url, contentType, bytes: body.bytes };
  return fail(`it is larger than ${MAX_BYTES / 1_000_000} MB`);
}

const READABLE = /^(?:text\/[\w.+-]+|application\/(?:[\w.-]+\+)?(?:json|xml))\s*(?:;|$)/i;

function refuseType(contentType: string): string | null {
  if (READABLE.test(contentType)) return null;
  if (/^application\/pdf\b/i.test(contentType)) return 'it is a PDF, which is not supported';
  return contentType === '' ? 'its type is not known' : `its type ${typeName(contentType)} is not supported`;
}

function typeName(contentType: string): string {
  return /^[\w.+/-]{1,60}/.exec(contentType)?.[0] ?? '';
}

/** A body that nobody reads would keep its connection. */
function discard(response: Response): void {
  response.body?.cancel().catch(() => undefined);
}

function fail(problem: string): FetchedDocument {
  return { ok: false, problem };
}
