/** How the stand-in can be made to fail. Types alone. */

/** Faults in force. Counts run down by one each time they strike. */
export interface DiscordFaults {
  /** How long after a deferral the webhook answers 404 Unknown Webhook, in ms. Default 0 in tests, 150 in `npm start`. */
  unknownWebhookMs?: number;
  /** The next N webhook requests answer this status. */
  failNext?: { count: number; status: number };
  /**
   * The next N webhook requests answer 429 with this `retry_after` (seconds). `global`: as the limit over all routes does.
   * `bare`: as what stands in front of the API does, without a word of when to try again.
   */
  rateLimitNext?: { count: number; retryAfterSec: number; global?: boolean; bare?: boolean };
  /** Each webhook request is held for so long before its answer. */
  delayMs?: number;
  /** The next N webhook requests are carried out, but the connection is cut before the answer. */
  cutNext?: number;
  /** The same for the next N follow-ups alone: the requests that, made again, would post a second message. */
  cutNextFollowUp?: number;
  /** Edits whose content, and threads whose name, includes this text are refused as AutoMod does (400, code 200000 or 200001). */
  autoModText?: string;
  /**
   * The next N requests that open a thread answer this, with Discord's JSON code. `isCarriedOut`: the thread is opened all
   * the same.
   */
  failThreads?: { count: number; status: number; code: number; isCarriedOut?: boolean };
  /**
   * The next N messages that the bot posts by its own token are answered so, with Discord's JSON code. `isCarriedOut`: they are
   * posted all the same. `retryAfterSec`: of a 429.
   */
  failPosts?: {
    count: number;
    status: number;
    code?: number;
    retryAfterSec?: number;
    isCarriedOut?: boolean;
  };
  /** The app has no Message Content Intent: of what others have written it gets no contents. */
  withoutMessageContent?: boolean;
  /** The token of every interaction is held to be expired after so many ms (15 minutes by default). */
  tokenLifeMs?: number;
  /** What the CDN does in place of serving a file: it answers this status, never, or late. */
  cdn?: { status: number } | { delayMs: number } | 'hang';
  /** Addresses of files are good for so many seconds, a day by default. 0: they have expired when they are given out. */
  fileLinkLifeSec?: number;
  /** Voice messages are refused here (400, code 50173). */
  refuseVoice?: boolean;
  /** An interaction gets so many follow-ups: 5 of a command that is used through a user install alone. */
  maxFollowUps?: number;
}
