/** The bot's calls to the voice Worker: a link to a live conversation, and its erasure. No failure throws. */
import type { Caller } from '../../../shared/contract/caller.ts';
import { TRACEPARENT_HEADER, VOICE_ORIGIN } from '../../../shared/contract/routes.ts';
import {
  TALK_ERASE_PATH,
  TALK_PAGE,
  TALK_TOKENS_PATH,
  type TalkErasure,
  type TalkTokenRequest,
} from '../../../shared/contract/talk.ts';
import { isRecord } from '../../../shared/json.ts';
import { orAbort } from '../../../shared/time/wait.ts';
import type { BffAccess } from '../bff/access.ts';

export interface TalkClient {
  /** The address that opens the page, good once and for a minute; null: the voice Worker did not answer. */
  link(request: TalkTokenRequest): Promise<string | null>;
  /** False: it may not have been erased. */
  erase(caller: Caller): Promise<boolean>;
}

/** Below Discord's 3 seconds with room for the way there and back. */
const LINK_TIMEOUT_MS = 1_800;
/** The bff erases within the same 3 seconds, afterwards. */
const ERASE_TIMEOUT_MS = 800;

/** `pageUrl`: the public address of the voice Worker. */
export function createTalkClient({
  fetch,
  signer,
  traceparent,
  pageUrl,
}: BffAccess & { traceparent: string; pageUrl: string }): TalkClient {
  async function call(path: string, body: object, timeoutMs: number): Promise<unknown> {
    try {
      const signal = AbortSignal.timeout(timeoutMs);
      const request = await signer.sign(`${VOICE_ORIGIN}${path}`, {
        headers: { [TRACEPARENT_HEADER]: traceparent },
        body: JSON.stringify(body),
        signal,
      });
      const response = await orAbort(fetch(request), signal);
      const answer: unknown = await orAbort(response.json(), signal);
      return response.ok ? answer : null;
    } catch {
      return null;
    }
  }

  return {
    async link(request) {
      const answer = await call(TALK_TOKENS_PATH, request, LINK_TIMEOUT_MS);
      if (!isRecord(answer) || typeof answer.token !== 'string') return null;
      return `${pageUrl}${TALK_PAGE}#${answer.token}`;
    },
    async erase(caller) {
      const answer = await call(
        TALK_ERASE_PATH,
        { libra: { caller } } satisfies TalkErasure,
        ERASE_TIMEOUT_MS,
      );
      return answer !== null;
    },
  };
}
