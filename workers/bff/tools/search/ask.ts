/** One question to the search engine, bounded in time and size. Never throws. */
import { readByChunk } from '../../../../shared/http/bounded-body.ts';
import { parseJson } from '../../../../shared/json.ts';
import { createTimeout } from '../../../../shared/time/timeout.ts';
import { orAbort } from '../../../../shared/time/wait.ts';
import type { SearchConfig } from './config.ts';
import { createRequest, type FoundPage, parseResults } from './providers.ts';

export type SearchFailure =
  | 'key_refused'
  | 'limit_reached'
  | 'request_refused'
  | 'engine_failed'
  | 'unreadable'
  | 'timed_out'
  | 'unreachable'
  | 'stopped';

export type SearchOutcome =
  | { ok: true; pages: FoundPage[] }
  /** `status`: of the answer; null when there was none. */
  | { ok: false; failure: SearchFailure; status: number | null };

export interface AskDeps {
  fetch: (url: string, init: RequestInit) => Promise<Response>;
  signal: AbortSignal;
  timeoutMs?: number;
}

export const TIMEOUT_MS = 10_000;
const MAX_ANSWER_BYTES = 2_000_000;

export async function askSearch(
  settings: SearchConfig,
  query: string,
  count: number,
  deps: AskDeps,
): Promise<SearchOutcome> {
  const timeout = createTimeout(deps.timeoutMs ?? TIMEOUT_MS);
  const signal = AbortSignal.any([deps.signal, timeout.signal]);
  try {
    const { url, init } = createRequest(settings, query, count);
    // A redirect would take the key to somewhere else.
    const answer = orAbort(deps.fetch(url, { ...init, redirect: 'manual', signal }), signal);
    return await readAnswer(settings, await answer, signal);
  } catch {
    if (timeout.signal.aborted) return fail('timed_out', null);
    return fail(deps.signal.aborted ? 'stopped' : 'unreachable', null);
  } finally {
    timeout.end();
  }
}

async function readAnswer(
  { provider }: SearchConfig,
  response: Response,
  signal: AbortSignal,
): Promise<SearchOutcome> {
  const { ok, status } = response;
  // Brave's 422 is for a key that it does not know, too.
  if (response.body === null || (!ok && status !== 422)) {
    response.body?.cancel().catch(() => undefined);
    return fail(failureOf(status), status);
  }
  const body = await orAbort(readByChunk(response.body, MAX_ANSWER_BYTES), signal);
  if (body.kind !== 'read') return fail('unreadable', status);
  const text = new TextDecoder().decode(body.bytes);
  if (!ok) return fail(text.includes('SUBSCRIPTION_TOKEN') ? 'key_refused' : failureOf(status), status);
  const pages = parseResults(provider, parseJson(text));
  return pages === null ? fail('unreadable', status) : { ok: true, pages };
}

function failureOf(status: number): SearchFailure {
  if (status === 401 || status === 403) return 'key_refused';
  // Tavily says 432 and 433 for a plan that is used up.
  if (status === 429 || status === 402 || status === 432 || status === 433) return 'limit_reached';
  return status >= 400 && status < 500 ? 'request_refused' : 'engine_failed';
}

function fail(failure: SearchFailure, status: number | null): SearchOutcome {
  return { ok: false, failure, status };
}
