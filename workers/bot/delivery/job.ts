/** What the bot hands to a `ReplyDelivery` object, and what the object answers. Plain data: it crosses an RPC boundary. */

import type { Caller, Locale } from '../../../shared/contract/caller.ts';
import type { FollowedAnswer } from '../../../shared/contract/libra.ts';
import type { StoredDelivery } from '../../../shared/contract/privacy.ts';
import type { Permissions } from '../../../shared/contract/settings.ts';
import type { Recording } from '../../../shared/contract/voice-messages.ts';
import type { SeenVersions } from '../../../shared/settings/projection.ts';
import type { ActionDecision, ActionVerdict } from '../actions/rpc.ts';
import type { AttachedFile } from '../attachments/judge.ts';
import type { ActionRow } from '../discord/message.ts';
import { TOKEN_LIFE_MS } from '../discord/token-life.ts';
import type { DocumentsTask } from '../documents/task.ts';
import type { ThreadProblem } from '../locale/texts/conversations.ts';
import type { CostFacts } from '../locale/texts/under-answer.ts';
import type { FollowingAction, UnderWish } from '../message/custom-id.ts';
import { quoteQuestion } from '../message/question.ts';
import type { AnswerFrame } from '../message/view.ts';
import type { Owner, Press, Refused } from './rights.ts';

export interface DeliveryJob {
  /** Names the delivery (one object an interaction) and is the idempotency key of its model call. */
  interactionId: string;
  /** The webhook token of the interaction: its holder can write the answer. Never logged. */
  token: string;
  caller: Caller;
  task: DeliveryTask;
  /** W3C trace context of the interaction that asked. */
  traceparent: string;
  /** Unix milliseconds when the interaction came in; its token lives 15 minutes from then. */
  receivedAtMs: number;
  /** Only the caller sees the answer: the deferral has decided that, and each further message has to. */
  isPrivate?: true;
  /** The tools by which Libra, and the person, may do something in this place. */
  actions?: readonly string[];
  /** Versions of the settings that were in force when it was asked. */
  seenSettings?: SeenVersions;
  /**
   * It was let through from memory; with what looking anew needs. `locale`: of the interaction. `wantsPrivate`: it would be private
   * whatever is set.
   */
  unchecked?: { locale: Locale; permissions: bigint | null; wantsPrivate: boolean };
  /** The message that stands for the response to the interaction, which was taken back: others were to see it, or were not. */
  home?: string;
}

/**
 * Ask the model and show its answer as it comes. `isForeign`: a moderator asks it of somebody else's answer. Then no
 * conversation is read, nothing of it is stored, and nothing can follow it. `showsQuestion` false: the prompt does not
 * stand above the answer. `files`: what was given with the question. `model`: who is to answer; absent: the person's own.
 */
export interface AnswerTask {
  kind: 'answer';
  prompt: string;
  follows?: FollowedAnswer;
  /** What opens the code block in which it begins: the one in which the answer that it goes on with broke off. */
  openBlock?: string;
  isForeign?: true;
  showsQuestion?: false;
  /** Stands above the answer in the place of the prompt, which holds a message of somebody else. */
  heading?: { text: string; link: string };
  files?: AttachedFile[];
  model?: string;
  /** A line under the answer says what it has cost. */
  showsCost?: true;
  /** The answer's own, whose conversation it belongs to. */
  thread?: AnswerThread;
  /** Another version of an answer that stands: the press that asks for it, whose id is the idempotency key. */
  attempt?: { request: string; token: string };
}

/** Have a recording heard, and show what is said in it. */
export interface TranscriptTask {
  kind: 'transcript';
  recording: Recording;
  /** The message that it is in. */
  messageId: string;
  /** Who has sent it; absent when it is not told. */
  authorId?: string;
}

export type DeliveryTask =
  | AnswerTask
  /** Send a text as a file that only the caller sees. */
  | { kind: 'file'; text: string }
  /**
   * Send the person what is stored about them, as a file of at most `maxBytes`. `deliveries`: of which interactions they may
   * hold something; null when that is not known.
   */
  | { kind: 'export'; maxBytes: number; deliveries: string[] | null }
  | DocumentsTask
  | TranscriptTask
  /** Speak a text for the caller alone. */
  | { kind: 'speech'; text: string }
  /** Send a server's settings as a file. What the caller may is Discord's word, when the command was used. */
  | { kind: 'settings_export'; permissions: Permissions }
  /** Take them from a file. `version`: of the settings, when the command was used. */
  | { kind: 'settings_import'; permissions: Permissions; url: string; filename: string; version: number };

/** `wanted`: it is still to be opened. `failed`: the answer belongs to the conversation of the channel. */
export type AnswerThread =
  | { state: 'wanted' }
  | { state: 'open'; id: string }
  | { state: 'failed'; problem: ThreadProblem };

export type AcceptVerdict = 'accepted' | 'duplicate';

/** What a delivery holds of its person; null: nothing. */
export type HeldByDelivery = Omit<StoredDelivery, 'interaction_id'> | null;

/** `ended`: there is nothing to stop any more. */
export type StopVerdict = 'stopping' | 'ended' | Refused;

/** What follows an answer at the press of a button. */
export interface FollowingJob extends Omit<DeliveryJob, 'task'> {
  /** Null: what was asked before. */
  prompt: string | null;
  /** The interaction whose answer the button is under. */
  answerId: string;
  press: Press;
  /** Who is to answer; absent: as before. */
  model?: string;
  /** As in the task. */
  showsCost?: true;
}

/** `gone`: the offer has lapsed (15 minutes), was taken by another press, or was never made. */
export type FollowVerdict = AcceptVerdict | 'gone' | Refused;

/** The interaction of the press, and who it is. */
export interface AnswerPress extends Omit<DeliveryJob, 'task'> {
  press: Press;
  /** Who is to write another version; absent: as before. */
  model?: string;
}

export type UnderVerdict =
  /** What was wanted is under way; `duplicate`: since an earlier delivery of the same press. */
  | { kind: AcceptVerdict }
  /** The token is too old for it, or there is no such answer (any more). */
  | { kind: 'gone' }
  /** The answer is being written or changed. */
  | { kind: 'busy' }
  /** The bff could not be reached. */
  | { kind: 'unavailable' }
  | { kind: Refused }
  /** The row as it is to look from now on; null: it is somebody else's to change meanwhile. */
  | { kind: 'rated'; row: ActionRow[] | null }
  | { kind: 'cost'; facts: CostFacts }
  | { kind: 'forgotten' };

/** What can be done with an answer, for who looks for their newest one. */
export interface PeekedAnswer {
  owner: Owner;
  /** `running`: it, or a version of it, is being written. `standing`: it can have another version. `broken`: Retry is offered. */
  state: 'running' | 'standing' | 'broken';
  /** What broke off was seen by its person alone. */
  isPrivate?: true;
}

/** `again`: this interaction has been carried out before. */
export type ClaimVerdict = 'first' | 'again';

export interface ReplyDeliveryRpc {
  /** Of an interaction that changes something without a delivery: to be carried out when this says `first`. */
  claim(nowMs: number): Promise<ClaimVerdict>;
  /** Durable before it returns. The second call for one interaction changes nothing. */
  accept(job: DeliveryJob): Promise<AcceptVerdict>;
  /** Cancels the model call; what has been said stays. */
  stop(press: Press): Promise<StopVerdict>;
  /**
   * Spends the buttons and hands the job to the object of its own interaction: exactly one press succeeds. Rejects when
   * the job could not be handed over; the offer then stands.
   */
  follow(action: FollowingAction, job: FollowingJob): Promise<FollowVerdict>;
  /**
   * Its person has everything erased: cancels the model call, ends the delivery without buttons and keeps no prompt, no text
   * and no token. A job that comes later is not carried out.
   */
  erase(): Promise<void>;
  /** A press in the row under a whole answer. */
  press(wish: UnderWish, press: AnswerPress): Promise<UnderVerdict>;
  /** A press under an action that the answer has proposed. */
  decide(press: AnswerPress, decision: ActionDecision): Promise<ActionVerdict>;
  held(): Promise<HeldByDelivery>;
  /** What could be asked again of it. */
  peek(): Promise<PeekedAnswer | null>;
}

/** Leaves a request the time to arrive before the token expires. */
const TOKEN_MARGIN_MS = 5_000;

/** Unix milliseconds from which on no request may be sent. */
export function lastRequestMs({ receivedAtMs }: Pick<DeliveryJob, 'receivedAtMs'>): number {
  return receivedAtMs + TOKEN_LIFE_MS - TOKEN_MARGIN_MS;
}

/** What stands around the answer. The same at any time, so that a delivery that goes on finds what it has shown. */
export function frameOf({ interactionId, caller, task, isPrivate }: DeliveryJob): AnswerFrame {
  const isForeign = task.kind === 'answer' && task.isForeign === true;
  return {
    deliveryId: interactionId,
    requesterId: caller.user_id,
    ...(isForeign ? { isForeign } : {}),
    ...(caller.direct === true || isPrivate === true ? {} : { isPublic: true as const }),
    ...(task.kind === 'answer' && task.showsCost === true ? { showsCost: true as const } : {}),
    head: headOf(task),
  };
}

/** What Continue sends is Libra's own sentence, and the answer that it goes on from is in sight: nothing stands above it. */
function headOf(task: DeliveryTask): string {
  if (task.kind !== 'answer' || task.showsQuestion === false || task.follows?.action === 'continue')
    return '';
  if (task.heading !== undefined) return `${quoteQuestion(task.heading.text)} · ${task.heading.link}`;
  // Discord does not show the files of a command either.
  const names = (task.files ?? []).map(({ filename }) => ` 📎 ${filename}`);
  return quoteQuestion(task.prompt + names.join(''));
}
