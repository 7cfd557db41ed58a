/**
 * A whole answer as it stands in the channel, with the versions that can be paged through: what the row under it needs, for as
 * long as the interaction's token lives. Pure.
 */

import type { AnswerOutcome } from '../../../shared/chat/read-answer.ts';
import type { LibraResponse } from '../../../shared/contract/libra.ts';
import type { ActionRow } from '../discord/message.ts';
import type { CostFacts } from '../locale/texts/under-answer.ts';
import type { Texts } from '../locale/texts.ts';
import { passageMenu } from '../message/cited.ts';
import type { Draft } from '../message/draft.ts';
import { type Rating, type RowState, underAnswer } from '../message/under-answer.ts';
import { viewFinal, withRow } from '../message/view.ts';
import { type AnswerTask, type DeliveryJob, frameOf } from './job.ts';

export interface AnswerVersion extends AnswerOutcome {
  /** The idempotency key of its model call, which the ledger has as well. */
  request: string;
  text: string;
  /** From the question to its first text; null when it is not known. */
  firstTextMs: number | null;
  rating?: Rating;
}

export interface StandingAnswer {
  /** As it was first asked. */
  job: DeliveryJob & { task: AnswerTask };
  /** The messages that show it, in reading order. */
  messageIds: readonly string[];
  /** At least one; the newest is the last. */
  versions: readonly AnswerVersion[];
  /** Which of them is shown, from 0. */
  shown: number;
  /** The request whose turn the history holds; null: none. */
  stored: string | null;
  /** The last presses that asked for a version: each is carried out once. */
  presses: readonly string[];
}

export const MAX_VERSIONS = 5;
/** UTF-16 units of all versions together; a value in an object's storage ends at 2 MB. The newest is kept whatever its size. */
const MAX_KEPT_CHARS = 400_000;
const MAX_PRESSES = 10;

export function firstVersion(
  job: StandingAnswer['job'],
  version: AnswerVersion,
  messageIds: readonly string[],
): StandingAnswer {
  const stored = isStored(version.about) ? version.request : null;
  return { job, messageIds, versions: [version], shown: 0, stored, presses: [] };
}

/** The newest is shown, and is what the history holds. The oldest go when there are too many. */
export function withVersion(standing: StandingAnswer, version: AnswerVersion): StandingAnswer {
  const versions = [...standing.versions, version];
  const chars = () => versions.reduce((sum, { text }) => sum + text.length, 0);
  while (versions.length > 1 && (versions.length > MAX_VERSIONS || chars() > MAX_KEPT_CHARS))
    versions.shift();
  const stored = isStored(version.about) ? version.request : standing.stored;
  return { ...standing, versions, shown: versions.length - 1, stored };
}

export function shownVersion({ versions, shown }: StandingAnswer): AnswerVersion {
  const version = versions[shown] ?? versions.at(-1);
  if (version === undefined) throw new Error('A standing answer has no version');
  return version;
}

/** Null at either end. */
export function turnPage(standing: StandingAnswer, by: 1 | -1): StandingAnswer | null {
  const shown = standing.shown + by;
  return shown < 0 || shown >= standing.versions.length ? null : { ...standing, shown };
}

export function rateVersion(standing: StandingAnswer, request: string, rating: Rating): StandingAnswer {
  const versions = standing.versions.map((version) =>
    version.request === request ? { ...version, rating } : version,
  );
  return { ...standing, versions };
}

export function notePress(standing: StandingAnswer, interactionId: string): StandingAnswer {
  return { ...standing, presses: [...standing.presses, interactionId].slice(-MAX_PRESSES) };
}

export type VersionWish = 'regenerate' | 'shorter' | 'longer';

/** The press that asks for a version: whose token it is told by when there is none, and under which key the model is asked. */
export interface VersionPress {
  interactionId: string;
  token: string;
  traceparent: string;
  model?: string;
}

/** The same question once more: the new turn takes the place of the stored one, as with Retry. */
export function versionJob(
  standing: StandingAnswer,
  wish: VersionWish,
  { interactionId: request, token, traceparent, model }: VersionPress,
  texts: Texts,
): DeliveryJob {
  const { job, stored } = standing;
  const instruction = instructionOf(wish, shownVersion(standing).text.length, texts);
  const isContinued = job.task.follows?.action === 'continue';
  const task: AnswerTask = {
    ...job.task,
    follows: {
      action: 'retry',
      request: stored ?? job.interactionId,
      ...(instruction === null ? {} : { instruction }),
    },
    ...(model === undefined ? {} : { model }),
    ...(isContinued ? { showsQuestion: false } : {}),
    attempt: { request, token },
  };
  return { ...job, traceparent, task };
}

/** Characters: no answer is asked to be shorter, or longer, than makes sense. */
const LEAST_CHARS = 80;
const MOST_CHARS = 8_000;

function instructionOf(wish: VersionWish, chars: number, { under }: Texts): string | null {
  const bounded = (wanted: number) => Math.round(Math.min(MOST_CHARS, Math.max(LEAST_CHARS, wanted)));
  switch (wish) {
    case 'regenerate':
      return null;
    case 'shorter':
      return under.shorterPrompt(bounded(chars / 2));
    case 'longer':
      return under.longerPrompt(bounded(chars * 2));
  }
}

export function rowState(standing: StandingAnswer): RowState {
  const { job, versions, shown, stored } = standing;
  const version = shownVersion(standing);
  return {
    versions: versions.length,
    shown,
    rating: version.rating ?? null,
    // A continuation is asked anew from the history alone.
    canRegenerate: job.task.follows?.action !== 'continue' || stored !== null,
    canContinue: !isComplete(version),
    canForget: stored !== null,
    canListen: (version.about.speech ?? 'none') !== 'none',
    memories: version.about.memories ?? [],
  };
}

/** Nothing of the answer, or of its row, looks another way. */
export function isSameRow(one: StandingAnswer, other: StandingAnswer): boolean {
  return JSON.stringify(rowState(one)) === JSON.stringify(rowState(other));
}

export function isComplete({ end }: AnswerOutcome): boolean {
  return end.kind === 'whole' && end.finishReason !== 'length';
}

export function rowOf(standing: StandingAnswer, texts: Texts): ActionRow[] {
  const { text, about } = shownVersion(standing);
  return [
    ...underAnswer(rowState(standing), frameOf(standing.job), texts),
    ...passageMenu(text, about, texts),
  ];
}

/** The messages of the version that is shown, with the row under the last. */
export function draftsOf(standing: StandingAnswer, texts: Texts, nowMs: number): Draft[] {
  const version = shownVersion(standing);
  const { drafts } = viewFinal(version.text, version, frameOf(standing.job), { texts, nowMs });
  return withRow(drafts, rowOf(standing, texts));
}

export function costOf({ about, usage, firstTextMs }: AnswerVersion): CostFacts {
  return {
    model: about.model ?? null,
    isFallback: about.fallback === true,
    isCached: about.cached === true,
    tokens:
      usage === undefined
        ? null
        : {
            prompt: usage.prompt_tokens,
            cached: usage.prompt_tokens_details?.cached_tokens ?? 0,
            completion: usage.completion_tokens,
          },
    costMicroUsd: about.cost_micro_usd ?? null,
    firstTextMs,
  };
}

function isStored({ remembered }: LibraResponse): boolean {
  return remembered === true;
}
