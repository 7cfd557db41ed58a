/**
 * Brings the messages in the channel closer to what they should be, one request at a time, and never posts one twice.
 * Pure core: the webhook and the clock are given. What to show is decided elsewhere (view.ts), when to show it in deliver.ts.
 */
import type { ActionRow } from '../discord/respond.ts';
import {
  type InteractionWebhook,
  ORIGINAL,
  type OutgoingFile,
  type WebhookReply,
} from '../discord/webhook.ts';
import { MAX_REQUESTS, nextIntervalMs, outageBackoffMs, RACE_MS, raceBackoffMs } from './pacing.ts';

/** One message as it should be. */
export interface Draft {
  content: string;
  components: readonly ActionRow[];
  file?: OutgoingFile;
}

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
  /** Called before each request that shows something; what it stores is durable before the request leaves. */
  onPosting(): void;
  onFollowUp(messageId: string): void;
}

export interface Poster {
  /** Milliseconds until the next request may go out. */
  waitMs(): number;
  differsFrom(desired: readonly Draft[]): boolean;
  /** One request towards `desired`. `later`: it failed for now; try again after `waitMs()`. */
  step(desired: readonly Draft[]): Promise<StepResult>;
  /** As many as it takes, with patience, up to the budget and the token's life. */
  flush(desired: readonly Draft[]): Promise<{ kind: 'done' } | { kind: 'failed'; failure: PostFailure }>;
  /** What is in the channel as far as is known, the original response first. */
  shown(): readonly Draft[];
  lastMessageId(): string;
  requests(): number;
}

const UNKNOWN_MESSAGE = 10_008;

export function createPoster(
  times: { receivedAtMs: number; expiresAtMs: number },
  { webhook, now, sleep, onPosting, onFollowUp }: PosterDeps,
): Poster {
  const posted: (Draft & { id: string })[] = [{ id: ORIGINAL, content: '', components: [] }];
  let requests = 0;
  let edits = 0;
  let failures = 0;
  /** Discord's word (a limit, an outage): always obeyed. */
  let limitedUntilMs = 0;
  /** Our own pacing: the end need not wait for it. */
  let pacedUntilMs = 0;

  async function attempt(desired: readonly Draft[]): Promise<StepResult> {
    const change = nextChange(posted, desired);
    if (change === null) return { kind: 'done' };
    if (requests >= MAX_REQUESTS || now() >= times.expiresAtMs) return failed({ kind: 'exhausted' });
    requests += 1;
    onPosting();
    const existing = posted[change.index];
    const reply =
      existing === undefined
        ? await webhook.create(change.draft)
        : await webhook.edit(existing.id, change.draft);
    return settle(reply, change, existing?.id);
  }

  function settle(reply: WebhookReply, change: Change, existingId: string | undefined): StepResult {
    switch (reply.kind) {
      case 'ok': {
        const id = existingId ?? reply.message?.id;
        // Created, but nameless: it cannot be edited any more, and must not be created again.
        if (id === undefined) return failed({ kind: 'lost' });
        if (existingId === undefined) onFollowUp(id);
        posted[change.index] = { ...change.draft, id };
        failures = 0;
        edits += 1;
        limitedUntilMs = now() + reply.pauseMs;
        return { kind: 'done' };
      }
      case 'rate_limited':
        failures += 1;
        return later(reply.retryAfterMs);
      case 'unknown_webhook':
        failures += 1;
        if (now() - times.receivedAtMs >= RACE_MS) return failed({ kind: 'gone', status: 404, code: 10_015 });
        return later(raceBackoffMs(failures));
      case 'unavailable':
        if (reply.maybeDone && existingId === undefined) return failed({ kind: 'lost' });
        failures += 1;
        return later(outageBackoffMs(failures));
      case 'blocked':
        return failed({ kind: 'blocked' });
      case 'gone':
        if (reply.code !== UNKNOWN_MESSAGE || change.index === 0) return failed(reply);
        posted.splice(change.index, 1);
        return failed({ kind: 'vanished' });
      case 'refused':
        return failed(reply);
    }
  }

  function later(ms: number): StepResult {
    limitedUntilMs = now() + ms;
    return { kind: 'later' };
  }

  return {
    waitMs: () => Math.max(0, limitedUntilMs - now(), pacedUntilMs - now()),
    differsFrom: (desired) => nextChange(posted, desired) !== null,
    async step(desired) {
      const result = await attempt(desired);
      if (result.kind === 'done') pacedUntilMs = now() + nextIntervalMs(edits);
      return result;
    },
    async flush(desired) {
      while (nextChange(posted, desired) !== null) {
        const waitMs = Math.max(0, limitedUntilMs - now());
        if (now() + waitMs >= times.expiresAtMs) return failed({ kind: 'exhausted' });
        if (waitMs > 0) await sleep(waitMs);
        const result = await attempt(desired);
        if (result.kind === 'failed') return result;
      }
      return { kind: 'done' };
    },
    shown: () => posted,
    lastMessageId: () => posted.at(-1)?.id ?? ORIGINAL,
    requests: () => requests,
  };
}

interface Change {
  index: number;
  draft: Draft;
}

/** The first message, in reading order, that is not yet as it should be. */
function nextChange(posted: readonly Draft[], desired: readonly Draft[]): Change | null {
  for (const [index, draft] of desired.entries()) {
    const existing = posted[index];
    if (existing === undefined || !isSame(existing, draft)) return { index, draft };
  }
  return null;
}

function isSame(one: Draft, other: Draft): boolean {
  return (
    one.content === other.content &&
    one.file?.name === other.file?.name &&
    JSON.stringify(one.components) === JSON.stringify(other.components)
  );
}

function failed(failure: PostFailure): { kind: 'failed'; failure: PostFailure } {
  return { kind: 'failed', failure };
}
