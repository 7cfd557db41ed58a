/** The bot's calls to the voice Worker: a link to a live conversation, and its erasure. No failure throws. */
import type { Caller } from '../../../shared/contract/caller.ts';
import { VOICE_ORIGIN } from '../../../shared/contract/routes.ts';
import {
  TALK_ERASE_PATH,
  TALK_PAGE,
  TALK_TOKENS_PATH,
  type TalkErasure,
  type TalkTokenRequest,
} from '../../../shared/contract/talk.ts';
import { isRecord } from '../../../shared/json.ts';
import { type ExchangeDeps, exchange } from '../../../shared/signing/exchange.ts';

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
export function createTalkClient({ pageUrl, ...deps }: ExchangeDeps & { pageUrl: string }): TalkClient {
  async function call(path: string, body: object, timeoutMs: number): Promise<unknown> {
    const answer = await exchange(`${VOICE_ORIGIN}${path}`, body, timeoutMs, deps);
    return answer?.isOk === true ? answer.body : null;
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
