/**
 * Carries out an action that has been approved, or needs no approval. Pure core: Discord, the bff and the reminders are given.
 * A request is sent again only where it is certain that the one before did nothing.
 */
import { POLL, type PollArguments, readPoll } from '../../../shared/actions/poll.ts';
import { judgeTime, parseReminder, REMIND } from '../../../shared/actions/remind.ts';
import type { ActionRunResponse, ProposedAction } from '../../../shared/contract/actions.ts';
import type { Caller } from '../../../shared/contract/caller.ts';
import { isRecord } from '../../../shared/json.ts';
import type { BffReply } from '../bff/call.ts';
import { pauseBefore } from '../delivery/pacing.ts';
import type { OutgoingPoll } from '../discord/message.ts';
import type { InteractionWebhook, WebhookReply } from '../discord/webhook.ts';
import type { ActionProblem } from '../locale/texts/actions.ts';
import type { RemindersRpc } from '../reminders/rpc.ts';

export type Outcome =
  /** `said`: what the tool itself has reported: text from outside. */
  | { kind: 'done'; said?: string }
  | { kind: 'failed'; problem: ActionProblem; said?: string }
  | { kind: 'unknown' };

export interface ActionCall {
  proposed: ProposedAction;
  caller: Caller;
  /** Unique to this action, for ever. */
  key: string;
  /** Unix milliseconds of the question. */
  askedAtMs: number;
}

export interface CarryOutDeps {
  /** Of the press. Its new messages are seen by everyone in the channel. */
  webhook: Pick<InteractionWebhook, 'create'>;
  /** Null: Libra has no token of its own, and can post no reminder. */
  reminders: Pick<RemindersRpc, 'add'> | null;
  /** One signed call, sent once. */
  run(call: ActionCall): Promise<BffReply<unknown>>;
  /** Unix milliseconds. */
  now(): number;
  sleep(ms: number): Promise<void>;
}

/** Never rejects for an expected failure. */
export async function carryOutAction(call: ActionCall, deps: CarryOutDeps): Promise<Outcome> {
  const { by, tool, args } = call.proposed;
  if (by === 'bff') return runAtBff(call, deps);
  if (tool === POLL) {
    const read = readPoll(args);
    return read.ok ? postPoll(read.poll, deps) : failed('action_refused');
  }
  return tool === REMIND ? setReminder(call, deps) : failed('action_refused');
}

const MAX_ATTEMPTS = 8;
/** The person waits for it. */
const MAX_WAIT_MS = 30_000;

async function postPoll(poll: PollArguments, { webhook, sleep }: CarryOutDeps): Promise<Outcome> {
  const message = { poll: toDiscordPoll(poll) };
  let waitedMs = 0;
  for (let attempt = 1; ; attempt += 1) {
    const reply = await webhook.create(message);
    const pauseMs = pauseBefore(reply, attempt, { isIdempotent: false });
    if (pauseMs === null) return outcomeOf(reply);
    waitedMs += pauseMs;
    if (attempt === MAX_ATTEMPTS || waitedMs > MAX_WAIT_MS) return failed('action_unavailable');
    await sleep(pauseMs);
  }
}

function outcomeOf(reply: WebhookReply): Outcome {
  switch (reply.kind) {
    case 'ok':
      return { kind: 'done' };
    case 'unavailable':
      return { kind: 'unknown' };
    case 'gone':
      return failed(reply.status === 403 ? 'action_forbidden' : 'action_refused');
    default:
      return failed('action_refused');
  }
}

function toDiscordPoll({ question, answers, duration_hours, multiple }: PollArguments): OutgoingPoll {
  return {
    question: { text: question },
    answers: answers.map((text) => ({ poll_media: { text } })),
    duration: duration_hours,
    allow_multiselect: multiple,
  };
}

const ADD_ATTEMPTS = 3;
const ADD_PAUSE_MS = 500;

async function setReminder(
  { proposed, caller, key, askedAtMs }: ActionCall,
  { reminders, now, sleep }: CarryOutDeps,
): Promise<Outcome> {
  const reminder = parseReminder(proposed.args);
  if (reminder === null || 'wall' in reminder) return failed('action_refused');
  if (reminders === null) return failed('reminder_unavailable');
  const { at, text, for_channel: forChannel } = reminder;
  const timed = judgeTime(at, now());
  if (!timed.ok) return failed(timed.problem === 'past' ? 'reminder_past' : 'reminder_too_far');
  const wanted = {
    id: key,
    text,
    atMs: at * 1000,
    askedAtMs,
    channelId: caller.channel_id,
    ...(caller.parent_id === undefined ? {} : { parentId: caller.parent_id }),
    guildId: caller.guild_id,
    locale: caller.locale,
    isForChannel: forChannel === true,
  };
  for (let attempt = 1; ; attempt += 1) {
    try {
      const verdict = await reminders.add(caller.user_id, wanted);
      if (verdict === 'erased') return failed('reminder_unavailable');
      return verdict === 'full' ? failed('reminder_full') : { kind: 'done' };
    } catch {
      // The object may have it all the same: adding it again is adding it once.
      if (attempt === ADD_ATTEMPTS) return { kind: 'unknown' };
      await sleep(ADD_PAUSE_MS * attempt);
    }
  }
}

async function runAtBff(call: ActionCall, { run }: CarryOutDeps): Promise<Outcome> {
  const reply = await run(call);
  if (!reply.ok) {
    const { code } = reply.failure;
    // No answer came, or that of a bug: nobody knows when it struck.
    if (code === 'internal' || code === 'upstream_unreachable') return { kind: 'unknown' };
    return failed(code === 'invalid_request' ? 'action_refused' : 'action_unavailable');
  }
  const ran = readRun(reply.value);
  if (ran === null) return { kind: 'unknown' };
  return ran.ok ? { kind: 'done', said: ran.content } : { ...failed('action_failed'), said: ran.content };
}

function readRun(value: unknown): ActionRunResponse | null {
  if (!isRecord(value)) return null;
  const { ok, content } = value;
  return typeof ok === 'boolean' && typeof content === 'string' ? { ok, content } : null;
}

function failed(problem: ActionProblem): Outcome & { kind: 'failed' } {
  return { kind: 'failed', problem };
}
