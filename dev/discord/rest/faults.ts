/** The faults in force. Each question strikes at most one of them, and counts it down. */
import type { DiscordFaults } from '../discord-faults.ts';

export type Strike =
  | { kind: 'rate-limit'; retryAfterSec: number; global: boolean; bare: boolean }
  | { kind: 'status'; status: number };

export interface FaultSwitch {
  replace(faults: DiscordFaults): void;
  /** What befalls the next webhook request instead of its being carried out. */
  strike(): Strike | null;
  /** True when the request, by its HTTP method, has been carried out and the connection is to be cut before the answer. */
  cut(method: string): boolean;
  /** How the next request that opens a thread is answered, in place of its own answer. */
  strikeThread(): DiscordFaults['failThreads'] | null;
  /** How the next message of the bot's own is answered, in place of its own answer. */
  strikePost(): DiscordFaults['failPosts'] | null;
  blocks(content: string): boolean;
  readonly withoutMessageContent: boolean;
  readonly delayMs: number;
  readonly unknownWebhookMs: number;
  readonly tokenLifeMs: number;
  readonly maxFollowUps: number;
  readonly refusesVoice: boolean;
  readonly cdn: DiscordFaults['cdn'];
  /** Undefined: as long as Discord's own. */
  readonly fileLinkLifeSec: number | undefined;
}

const TOKEN_LIFE_MS = 15 * 60_000;

export function createFaultSwitch(initial: DiscordFaults = {}): FaultSwitch {
  let faults: DiscordFaults = {};
  const replace = (next: DiscordFaults) => {
    // A copy: counting down must not reach into the caller's object.
    faults = structuredClone(next);
  };
  replace(initial);

  return {
    replace,
    strike() {
      const { rateLimitNext, failNext } = faults;
      if (rateLimitNext !== undefined && rateLimitNext.count > 0) {
        rateLimitNext.count -= 1;
        const { retryAfterSec, global = false, bare = false } = rateLimitNext;
        return { kind: 'rate-limit', retryAfterSec, global, bare };
      }
      if (failNext !== undefined && failNext.count > 0) {
        failNext.count -= 1;
        return { kind: 'status', status: failNext.status };
      }
      return null;
    },
    cut(method) {
      const name = method === 'POST' && (faults.cutNextFollowUp ?? 0) > 0 ? 'cutNextFollowUp' : 'cutNext';
      const left = faults[name] ?? 0;
      if (left <= 0) return false;
      faults[name] = left - 1;
      return true;
    },
    strikeThread() {
      const { failThreads } = faults;
      if (failThreads === undefined || failThreads.count <= 0) return null;
      failThreads.count -= 1;
      return failThreads;
    },
    strikePost() {
      const { failPosts } = faults;
      if (failPosts === undefined || failPosts.count <= 0) return null;
      failPosts.count -= 1;
      return failPosts;
    },
    blocks: (content) =>
      faults.autoModText !== undefined && faults.autoModText !== '' && content.includes(faults.autoModText),
    get withoutMessageContent() {
      return faults.withoutMessageContent === true;
    },
    get delayMs() {
      return faults.delayMs ?? 0;
    },
    get unknownWebhookMs() {
      return faults.unknownWebhookMs ?? 0;
    },
    get tokenLifeMs() {
      return faults.tokenLifeMs ?? TOKEN_LIFE_MS;
    },
    get cdn() {
      return faults.cdn;
    },
    get fileLinkLifeSec() {
      return faults.fileLinkLifeSec;
    },
    get refusesVoice() {
      return faults.refuseVoice === true;
    },
    get maxFollowUps() {
      return faults.maxFollowUps ?? Number.POSITIVE_INFINITY;
    },
  };
}
