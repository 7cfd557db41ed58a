/**
 * Brings the messages in the channel closer to what they should be, one request at a time, and never posts one twice.
 * Pure core: the webhook and the clock are given. What to show is decided in message/view.ts, when to show it in deliver.ts.
 */
import {
  type InteractionWebhook,
  MISSING_PERMISSIONS,
  ORIGINAL,
  UNKNOWN_MESSAGE,
  UNKNOWN_WEBHOOK,
  type WebhookReply,
} from '../discord/webhook.ts';
import { answerDraft, type Draft, toEdit, toMessage } from '../message/draft.ts';
import { type Change, countPending, nextChange, type PostedMessage } from './next-change.ts';
import {
  limitBackoffMs,
  MAX_ATTEMPTS,
  MAX_REQUESTS,
  nextIntervalMs,
  outageBackoffMs,
  RACE_MS,
  raceBackoffMs,
  spreadMs,
} from './pacing.ts';
import type { PostingPhase } from './record.ts';

/** Why the channel cannot be brought to what it should be. */
export type PostFailure =
  /** AutoMod refused a text. */
  | { kind: 'blocked' }
  /** Discord finds fault with the message. */
  | { kind: 'refused'; status: number; code: number }
  /** The message, the webhook or the token is no more: nothing further may be sent. */
  | { kind: 'gone'; status: number; code: number }
  /** Somebody deleted a follow-up: what else is there can still be edited. */
  | { kind: 'vanished' }
  /** A follow-up may or may not have been posted; posting it again might double it. */
  | { kind: 'lost' }
  /** Requests or the token's life are used up. */
  | { kind: 'exhausted' };

export type StepResult = { kind: 'done' } | { kind: 'later' } | { kind: 'failed'; failure: PostFailure };

export interface PosterDeps {
  webhook: InteractionWebhook;
  /** Unix milliseconds. */
  now(): number;
  sleep(ms: number): Promise<void>;
  /** Requests that the delivery has made before. */
  spentRequests?: number;
  /** Called before each request; what it stores is durable before the request leaves. */
  onPosting(phase: PostingPhase): void;
  /** Discord has confirmed what the original message shows. */
  onOriginalShown(kind: Draft['kind']): void;
  onFollowUp(messageId: string): void;
  /** A follow-up is there no more. */
  onRemoved(messageId: string): void;
}

export interface Poster {
  /** Milliseconds until the next request may go out. */
  waitMs(): number;
  differsFrom(desired: readonly Draft[]): boolean;
  /** One request towards `desired`. `later`: it failed for now; try again after `waitMs()`. */
  step(desired: readonly Draft[], phase: PostingPhase): Promise<StepResult>;
  /** The delivery's end: as many requests as it takes, waiting where Discord says so, up to the budget and the token's life. */
  finish(desired: readonly Draft[]): Promise<{ kind: 'done' } | { kind: 'failed'; failure: PostFailure }>;
  /** A text that was shown is not to stay: from now on messages go that the desired ones do not need. */
  takeBack(): void;
  /** What is in the channel as far as is known, the original response first. */
  shown(): readonly Draft[];
  /** In reading order. */
  messageIds(): readonly string[];
  lastMessageId(): string;
  requests(): number;
}

/** What stands in a message that another poster wrote: no draft is the same. */
const UNKNOWN: Draft = { ...answerDraft(''), files: [{ name: '', type: '', text: '' }] };

/** `earlierIds`: the messages that are there already, the original response first; their contents are to be replaced. */
export function createPoster(
  times: { receivedAtMs: number; expiresAtMs: number },
  { webhook, now, sleep, spentRequests = 0, onPosting, onOriginalShown, onFollowUp, onRemoved }: PosterDeps,
  earlierIds?: readonly string[],
): Poster {
  const posted: PostedMessage[] = earlierIds?.map((id) => ({ id, draft: UNKNOWN, attachments: [] })) ?? [
    { id: ORIGINAL, draft: answerDraft(''), attachments: [] },
  ];
  let requests = spentRequests;
  let refusals = 0;
  let edits = 0;
  let failures = 0;
  /** What Discord demands (a limit, an outage): always obeyed. */
  let limitedUntilMs = 0;
  /** Our own pacing: the end need not wait for it. */
  let pacedUntilMs = 0;
  let isTakenBack = false;

  async function attempt(desired: readonly Draft[], phase: PostingPhase): Promise<StepResult> {
    const change = nextChange(posted, desired, isTakenBack);
    if (change === null) return { kind: 'done' };
    const isUsedUp = requests >= MAX_ATTEMPTS || requests - refusals >= MAX_REQUESTS;
    if (isUsedUp || now() >= times.expiresAtMs) return failed({ kind: 'exhausted' });
    requests += 1;
    onPosting(phase);
    const existing = posted[change.index];
    const pending = countPending(posted, desired);
    return settle(await send(change, existing), { ...change, pending }, existing?.id);
  }

  function send({ draft }: Change, existing: PostedMessage | undefined): Promise<WebhookReply> {
    if (existing === undefined) return webhook.create(toMessage(draft ?? answerDraft('')));
    if (draft === null) return webhook.remove(existing.id);
    return webhook.edit(existing.id, toEdit(draft, existing.draft, existing.attachments));
  }

  function settle(
    reply: WebhookReply,
    change: Change & { pending: number },
    existingId: string | undefined,
  ): StepResult {
    switch (reply.kind) {
      case 'ok': {
        failures = 0;
        edits += 1;
        limitedUntilMs = now() + reply.pauseMs;
        if (change.draft === null) return removed(change);
        const id = existingId ?? reply.message?.id;
        // Created, but nameless: it cannot be edited any more, and must not be created again.
        if (id === undefined) return failed({ kind: 'lost' });
        if (existingId === undefined) onFollowUp(id);
        if (change.index === 0) onOriginalShown(change.draft.kind);
        posted[change.index] = { id, draft: change.draft, attachments: reply.message?.attachments ?? [] };
        return { kind: 'done' };
      }
      case 'rate_limited':
        failures += 1;
        refusals += 1;
        return later(Math.max(limitBackoffMs(failures, reply.retryAfterMs), leastPauseMs(change.pending)));
      case 'unknown_webhook':
        failures += 1;
        if (now() - times.receivedAtMs >= RACE_MS)
          return failed({ kind: 'gone', status: 404, code: UNKNOWN_WEBHOOK });
        return later(raceBackoffMs(failures));
      case 'unavailable':
        if (reply.maybeDone && existingId === undefined) return failed({ kind: 'lost' });
        failures += 1;
        return later(Math.max(outageBackoffMs(failures), leastPauseMs(change.pending)));
      case 'blocked':
        return failed({ kind: 'blocked' });
      case 'gone':
        // Without its file the message may still be taken.
        if (reply.code === MISSING_PERMISSIONS && change.draft?.files !== undefined)
          return failed({ ...reply, kind: 'refused' });
        if (reply.code !== UNKNOWN_MESSAGE || change.index === 0) return failed(reply);
        removed(change);
        return change.draft === null ? { kind: 'done' } : failed({ kind: 'vanished' });
      case 'refused':
        return failed(reply);
    }
  }

  function removed({ index }: Change): StepResult {
    for (const { id } of posted.splice(index, 1)) onRemoved(id);
    return { kind: 'done' };
  }

  /** Keeps a request for each of the other messages that are still to be sent. */
  function leastPauseMs(pending: number): number {
    const left = Math.min(MAX_ATTEMPTS - requests, MAX_REQUESTS - (requests - refusals));
    return spreadMs(times.expiresAtMs - now(), left - (pending - 1));
  }

  function later(ms: number): StepResult {
    limitedUntilMs = now() + ms;
    return { kind: 'later' };
  }

  return {
    waitMs: () => Math.max(0, limitedUntilMs - now(), pacedUntilMs - now()),
    differsFrom: (desired) => nextChange(posted, desired, isTakenBack) !== null,
    async step(desired, phase) {
      const result = await attempt(desired, phase);
      if (result.kind === 'done') pacedUntilMs = now() + nextIntervalMs(edits);
      return result;
    },
    async finish(desired) {
      while (nextChange(posted, desired, isTakenBack) !== null) {
        const waitMs = Math.max(0, limitedUntilMs - now());
        if (now() + waitMs >= times.expiresAtMs) return failed({ kind: 'exhausted' });
        if (waitMs > 0) await sleep(waitMs);
        const result = await attempt(desired, 'ending');
        if (result.kind === 'failed') return result;
      }
      return { kind: 'done' };
    },
    takeBack() {
      isTakenBack = true;
    },
    shown: () => posted.map(({ draft }) => draft).filter((draft) => draft !== UNKNOWN),
    messageIds: () => posted.map(({ id }) => id),
    lastMessageId: () => posted.at(-1)?.id ?? ORIGINAL,
    requests: () => requests,
  };
}

function failed(failure: PostFailure): { kind: 'failed'; failure: PostFailure } {
  return { kind: 'failed', failure };
}
