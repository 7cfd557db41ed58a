/**
 * What the channel should show: pure functions from the text so far to messages.
 *
 * The original response carries the Stop button for as long as the delivery is unfinished: whoever finds a message without
 * it (after an isolate died) knows that it is final.
 */
import { errorKind } from '../../../shared/errors.ts';
import { buttonRows } from '../components/buttons.ts';
import { describeFailure } from '../locale/failure.ts';
import type { Texts } from '../locale/texts.ts';
import type { AnswerEnd } from './answer.ts';
import type { DeliveryJob, FollowingAction } from './job.ts';
import type { Draft } from './poster.ts';
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

/** The text as far as it has come, with the Stop button; nothing while there is nothing to see. */
export function viewStreaming(text: string, job: ViewJob, texts: Texts): Draft[] {
  if (text.trim() === '') return [];
  return splitText(text).map((content, index) => ({
    content,
    components: index === 0 ? stopRow(job, texts) : [],
  }));
}

export interface FinalView {
  drafts: Draft[];
  /** The button offered under the answer. */
  offer: FollowingAction | null;
}

export function viewFinal(
  text: string,
  end: AnswerEnd,
  job: ViewJob,
  texts: Texts,
  nowMs: number,
): FinalView {
  const { notices, offer } = describeEnd(text, end, texts, nowMs);
  const drafts = text.trim() === '' ? [] : splitText(text).map(plainDraft);
  const whole = joinedLength(text) > MAX_TEXT_MESSAGES ? text : null;
  if (whole !== null) notices.unshift(texts.notices.attached);
  return { drafts: finish(drafts, notices, offer, job, texts, whole), offer };
}

/** AutoMod refused the rest: what it let through stays, with an explanation. */
export function viewBlocked(shown: readonly Draft[], job: ViewJob, texts: Texts): Draft[] {
  const kept = shown.filter(({ content }) => content !== '').map(withoutButtons);
  return finish(kept, [texts.notices.auto_mod], null, job, texts, null);
}

/** A follow-up may or may not be there: the whole text goes to the last message that surely is, as a file. */
export function viewAttached(shown: readonly Draft[], text: string, texts: Texts): Draft[] {
  const last = shown.length - 1;
  return shown.map((draft, index) =>
    index === last
      ? {
          ...withoutButtons(draft),
          content: joinNotice(draft.content, texts.notices.attached) ?? texts.notices.attached,
          file: answerFile(text),
        }
      : withoutButtons(draft),
  );
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
): { notices: string[]; offer: FollowingAction | null } {
  const isEmpty = text.trim() === '';
  switch (end.kind) {
    case 'stopped':
      return { notices: [texts.notices.stopped], offer: 'retry' };
    case 'too_long':
      return { notices: [texts.notices.too_long], offer: null };
    case 'failed':
      return {
        notices: [describeFailure(texts, end.code, end.evidence, nowMs)],
        offer: errorKind(end.code).retryable ? 'retry' : null,
      };
    case 'complete': {
      const notices = end.facts.remembered === false && !isEmpty ? [texts.notices.not_remembered] : [];
      if (end.finish === 'content_filter')
        return { notices: [texts.notices.filtered, ...notices], offer: null };
      if (isEmpty) return { notices: [texts.notices.empty], offer: 'retry' };
      if (end.finish !== 'length') return { notices, offer: null };
      // What is not remembered cannot be continued.
      return {
        notices: [texts.notices.cut, ...notices],
        offer: end.facts.remembered === false ? null : 'continue',
      };
    }
  }
}

function finish(
  drafts: readonly Draft[],
  notices: readonly string[],
  offer: FollowingAction | null,
  job: ViewJob,
  texts: Texts,
  whole: string | null,
): Draft[] {
  const finished = [...drafts];
  if (notices.length > 0) {
    const note = notices.join('\n');
    const last = finished.at(-1);
    const joined = last === undefined ? note : joinNotice(last.content, note);
    if (joined === null) finished.push({ content: note, components: [] });
    else finished.splice(-1, 1, { content: joined, components: [] });
  }
  const last = finished.pop();
  if (last === undefined) return [];
  const rows = buttonRows(offer === null ? [] : [offer], toDelivery(job), texts);
  return [...finished, { ...last, components: rows, ...(whole === null ? {} : { file: answerFile(whole) }) }];
}

/** Null when there is no room. */
function joinNotice(content: string, note: string): string | null {
  const joined = content.trim() === '' ? note : `${content}\n\n${note}`;
  return joined.length <= MAX_MESSAGE_CHARS ? joined : null;
}

function splitText(text: string): string[] {
  return splitMessage(text, MAX_MESSAGE_CHARS).slice(0, MAX_TEXT_MESSAGES).map(render);
}

function joinedLength(text: string): number {
  return text.length <= MAX_MESSAGE_CHARS ? 1 : splitMessage(text, MAX_MESSAGE_CHARS).length;
}

function answerFile(text: string): { name: string; text: string } {
  return { name: 'answer.md', text };
}

function plainDraft(content: string): Draft {
  return { content, components: [] };
}

function withoutButtons(draft: Draft): Draft {
  return { content: draft.content, components: [] };
}

function stopRow(job: ViewJob, texts: Texts) {
  return buttonRows(['stop'], toDelivery(job), texts);
}

function toDelivery({ interactionId, caller }: ViewJob) {
  return { deliveryId: interactionId, askerId: caller.user_id };
}
