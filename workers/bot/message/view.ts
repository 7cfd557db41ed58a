/**
 * What the channel should show: pure functions from the text so far to messages.
 *
 * The original response carries the Stop button for as long as the delivery is unfinished: whoever finds a message without
 * it (after an isolate died) knows that it is final.
 */
import { errorKind } from '../../../shared/errors.ts';
import type { AnswerEnd } from '../bff/answer.ts';
import type { DeliveryJob, FollowingAction } from '../delivery/job.ts';
import type { Draft } from '../delivery/poster.ts';
import { describeFailure } from '../locale/failure.ts';
import type { Texts } from '../locale/texts.ts';
import { answerButtons } from './buttons.ts';
import { render, splitMessage } from './split.ts';

/** Discord's limit for the text of one message. */
export const MAX_MESSAGE_CHARS = 2_000;

/**
 * Messages of text for one answer. A command used through a user install alone gets 5 follow-ups, and one of them is kept
 * for a note that does not fit elsewhere. What is beyond travels as a file.
 */
export const MAX_TEXT_MESSAGES = 5;

/** An answer is cut off here: far beyond what a model says in one go, far below what hurts an isolate. */
export const MAX_ANSWER_CHARS = 200_000;

/** Everything that the view needs to know of a delivery. */
export type ViewJob = Pick<DeliveryJob, 'interactionId' | 'caller'>;

/**
 * The text as far as it has come, with the Stop button. While there is none Discord's own "thinking…" is left standing,
 * until it is `overdue`: then a note says so, and there is something to press.
 */
export function viewStreaming(text: string, overdue: boolean, job: ViewJob, texts: Texts): Draft[] {
  if (text.trim() === '') return overdue ? [{ content: texts.waiting, components: stopRow(job, texts) }] : [];
  return splitText(text).map((content, index) => ({
    content,
    components: index === 0 ? stopRow(job, texts) : [],
  }));
}

export interface FinalView {
  drafts: Draft[];
  /** The buttons offered under the answer. */
  offers: readonly FollowingAction[];
}

export function viewFinal(
  text: string,
  end: AnswerEnd,
  job: ViewJob,
  texts: Texts,
  nowMs: number,
): FinalView {
  const { notices, offers } = describeEnd(text, end, texts, nowMs);
  const drafts = text.trim() === '' ? [] : splitText(text).map(plainDraft);
  const isTooLong =
    text.length > MAX_MESSAGE_CHARS && splitMessage(text, MAX_MESSAGE_CHARS).length > MAX_TEXT_MESSAGES;
  const noted = isTooLong
    ? addFile(addNotices(drafts, [texts.notices.attached, ...notices]), text)
    : addNotices(drafts, notices);
  return { drafts: addButtons(noted, answerButtons(offers, toDelivery(job), texts)), offers };
}

/** AutoMod refused the rest: what it let through stays, with an explanation. */
export function viewBlocked(shown: readonly Draft[], texts: Texts): Draft[] {
  const kept = saidIn(shown, texts).filter(({ content }) => content !== '');
  return addNotices(kept, [texts.notices.auto_mod]);
}

/** Somebody deleted one of the messages: the answer ends with those that are left, and says so. */
export function viewVanished(shown: readonly Draft[], job: ViewJob, texts: Texts): FinalView {
  const kept = saidIn(shown, texts);
  const offers: readonly FollowingAction[] = ['retry'];
  const noted = addNotices(kept, [texts.notices.deleted]);
  return { drafts: addButtons(noted, answerButtons(offers, toDelivery(job), texts)), offers };
}

/** A message may or may not have been posted: the whole text goes to the last one that surely is there, as a file. */
export function viewAttached(
  shown: readonly Draft[],
  text: string,
  end: AnswerEnd,
  texts: Texts,
  nowMs: number,
): Draft[] {
  const kept = saidIn(shown, texts);
  const notices = [texts.notices.attached, ...describeEnd(text, end, texts, nowMs).notices];
  const noted = addNotices(kept, notices);
  // A note without room would be one more message, and whether messages can still be posted is what is in doubt.
  return addFile(noted.length > kept.length ? kept : noted, text);
}

/** What is in the channel of the answer itself. */
function saidIn(shown: readonly Draft[], texts: Texts): Draft[] {
  return shown.map(({ content }) => plainDraft(content === texts.waiting ? '' : content));
}

/** `drafts` with the Stop button still on the first: the state before the very last request. */
export function withStop(drafts: readonly Draft[], job: ViewJob, texts: Texts): Draft[] {
  return drafts.map((draft, index) => (index === 0 ? { ...draft, components: stopRow(job, texts) } : draft));
}

function describeEnd(
  text: string,
  end: AnswerEnd,
  texts: Texts,
  nowMs: number,
): { notices: string[]; offers: readonly FollowingAction[] } {
  const isEmpty = text.trim() === '';
  // What is not remembered cannot be continued.
  const isForgotten = end.kind !== 'too_long' && end.facts?.remembered === false && !isEmpty;
  const afterABreak: readonly FollowingAction[] = isEmpty || isForgotten ? ['retry'] : ['retry', 'continue'];
  switch (end.kind) {
    case 'stopped':
      return { notices: [texts.notices.stopped], offers: afterABreak };
    case 'too_long':
      return { notices: [texts.notices.too_long], offers: ['continue'] };
    case 'failed': {
      const notices = [describeFailure(texts, end.code, end.evidence, nowMs)];
      if (!errorKind(end.code).retryable) return { notices, offers: [] };
      return { notices, offers: afterABreak };
    }
    case 'complete': {
      const notices = isForgotten ? [texts.notices.not_remembered] : [];
      if (end.finish === 'content_filter')
        return { notices: [texts.notices.filtered, ...notices], offers: [] };
      if (isEmpty) return { notices: [texts.notices.empty], offers: ['retry'] };
      if (end.finish !== 'length') return { notices, offers: [] };
      return { notices: [texts.notices.cut, ...notices], offers: isForgotten ? [] : ['continue'] };
    }
  }
}

/** On the last message if there is room, else as a message of its own. */
function addNotices(drafts: readonly Draft[], notices: readonly string[]): Draft[] {
  if (notices.length === 0) return [...drafts];
  const note = notices.join('\n');
  const last = drafts.at(-1);
  if (last === undefined || last.content.trim() === '') return [...drafts.slice(0, -1), plainDraft(note)];
  const content = `${last.content}\n\n${note}`;
  return content.length <= MAX_MESSAGE_CHARS
    ? [...drafts.slice(0, -1), { ...last, content }]
    : [...drafts, plainDraft(note)];
}

function addFile(drafts: readonly Draft[], text: string): Draft[] {
  return changeLast(drafts, { file: { name: 'answer.md', type: 'text/markdown; charset=utf-8', text } });
}

function addButtons(drafts: readonly Draft[], components: Draft['components']): Draft[] {
  return changeLast(drafts, { components });
}

function changeLast(drafts: readonly Draft[], change: Partial<Draft>): Draft[] {
  return drafts.map((draft, index) => (index === drafts.length - 1 ? { ...draft, ...change } : draft));
}

function splitText(text: string): string[] {
  return splitMessage(text, MAX_MESSAGE_CHARS).slice(0, MAX_TEXT_MESSAGES).map(render);
}

function plainDraft(content: string): Draft {
  return { content, components: [] };
}

function stopRow(job: ViewJob, texts: Texts) {
  return answerButtons(['stop'], toDelivery(job), texts);
}

function toDelivery({ interactionId, caller }: ViewJob) {
  return { deliveryId: interactionId, askerId: caller.user_id };
}
