/**
 * What the channel should show: pure functions from the text so far to messages.
 *
 * The newest message carries the Stop button, and one of the messages does for as long as the delivery is unfinished. An answer
 * without it is final: recovery after a crash relies on that.
 */

import type { AnswerOutcome } from '../../../shared/chat/read-answer.ts';
import type { Failure } from '../../../shared/contract/failure.ts';
import type { ToolState } from '../../../shared/contract/libra.ts';
import { type ActionRow, MAX_MESSAGE_CHARS, type OutgoingFile } from '../discord/message.ts';
import type { CodeReading } from '../discord/neutralise/code.ts';
import { neutralise } from '../discord/neutralise/neutralise.ts';
import { describeFailure } from '../locale/failure.ts';
import type { Texts } from '../locale/texts.ts';
import { adaptForDiscord } from './adapt/adapt.ts';
import { answerButtons } from './buttons.ts';
import { withoutInvented } from './cited.ts';
import { costLines } from './cost-line.ts';
import type { AnswerButton, FollowingAction } from './custom-id.ts';
import { describeOutcome, type ViewContext } from './describe-outcome.ts';
import { answerDraft, type Draft, fitsMessage, headRoom } from './draft.ts';
import { type MessagePart, render, splitMessage } from './split.ts';
import { workingLine } from './tool-lines.ts';

/**
 * Messages of text for one answer. A command used through a user install alone gets 5 follow-ups, and one of them is kept
 * for a note that does not fit elsewhere. What is beyond travels as a file.
 */
const MAX_TEXT_MESSAGES = 5;

/** Whose answer it is, as its buttons carry it. */
export type AnswerOwner = Omit<AnswerButton, 'action'>;

/** What stands around the text of an answer: its buttons, and the question above it. */
export interface AnswerFrame extends AnswerOwner {
  head?: string;
  /** Others see it too. */
  isPublic?: true;
  /** A line says what it has cost. */
  showsCost?: true;
}

/**
 * The text as far as it has come, with the Stop button. While there is none Discord's own "thinking…" is left standing, unless
 * something else is shown: the tool that is at work (`working`), or that it takes long (`isNoted`); then there is something to press.
 */
export function viewStreaming(
  text: string,
  frame: AnswerFrame,
  texts: Texts,
  { isNoted = false, working = null }: { isNoted?: boolean; working?: ToolState | null } = {},
): Draft[] {
  const drafts = toDrafts(splitShown(text, 'growing', frame), frame);
  const status = working === null ? undefined : workingLine(working, texts);
  if (drafts.length > 0) return withStop(addStatus(drafts, status), frame, texts);
  if (status !== undefined) {
    return withStop(underHead([{ kind: 'note', text: '', status }], frame), frame, texts);
  }
  return isNoted ? withStop(underHead([{ kind: 'note', text: texts.waiting }], frame), frame, texts) : [];
}

export function withRow(drafts: readonly Draft[], components: readonly ActionRow[]): Draft[] {
  return changeLast(drafts, { components });
}

export interface FinalView {
  drafts: Draft[];
  /** The buttons offered under the answer. */
  offers: readonly FollowingAction[];
  /** What there is to be said instead of an answer; null when something of it is shown. */
  instead: string | null;
}

export function viewFinal(
  given: string,
  outcome: AnswerOutcome,
  frame: AnswerFrame,
  context: ViewContext,
): FinalView {
  const { texts } = context;
  const { end } = outcome;
  const text = withoutInvented(given, outcome.about);
  const refusal = blockedIn(outcome);
  if (refusal !== null) return viewRefused(refusal, frame, context);
  const isWhole = end.kind === 'whole' && end.finishReason !== 'length';
  const parts = splitShown(text, isWhole ? 'whole' : 'growing', frame);
  const drafts = toDrafts(parts, frame);
  const isTooLong = parts.length > MAX_TEXT_MESSAGES;
  // A text of nothing but hidden characters is no answer.
  const shown = drafts.length === 0 ? '' : text;
  const { notices: ofEnd, offers: described } = describeOutcome(shown, outcome, context);
  const notices = [...ofEnd, ...(frame.showsCost === true && shown !== '' ? costLines(outcome, texts) : [])];
  const offers = offersTo(frame, described);
  const noted = isTooLong
    ? addFile(addNotices(drafts, [texts.notices.attached, ...notices]), text)
    : underHead(addNotices(drafts, notices), frame);
  const instead = shown.trim() === '' ? notices.join('\n') : null;
  return { drafts: addButtons(noted, offers, frame, texts), offers, instead };
}

/** Why moderation gives no answer; null for any other end. */
export function blockedIn({ end }: AnswerOutcome): Failure | null {
  return end.kind === 'failed' && end.failure.code === 'content_blocked' ? end.failure : null;
}

/** Neither question nor answer stays in the channel; where others look on, the reason is told to the person alone. */
function viewRefused(failure: Failure, { isPublic }: AnswerFrame, { texts, nowMs }: ViewContext): FinalView {
  const reason = describeFailure(texts, failure, nowMs);
  const sentence = isPublic === true ? `${texts.moderation.withheld}\n-# ${failure.code}` : reason;
  return { drafts: [answerDraft(sentence)], offers: [], instead: reason };
}

/** The person has had everything erased: what was shown stays, with nothing to press. No answer, no question either. */
export function viewErased(text: string, frame: AnswerFrame, texts: Texts): FinalView {
  const shown = toDrafts(splitShown(text, 'growing', frame), frame);
  return { drafts: addNotices(shown, [texts.notices.erased]), offers: [], instead: null };
}

/** What is offered under an answer to this person. */
export function offersTo(
  { isForeign }: AnswerOwner,
  actions: readonly FollowingAction[],
): readonly FollowingAction[] {
  return isForeign === true ? [] : actions;
}

/** AutoMod refused the rest: what it let through stays, with an explanation. */
export function viewBlocked(shown: readonly Draft[], texts: Texts): Draft[] {
  const kept = keepAnswer(shown).filter(({ text }) => text !== '');
  return addNotices(kept, [texts.notices.auto_mod]);
}

/** Somebody deleted one of the messages: the answer ends with those that are left, and says so. */
export function viewVanished(
  shown: readonly Draft[],
  owner: AnswerOwner,
  texts: Texts,
): Omit<FinalView, 'instead'> {
  const offers = offersTo(owner, ['retry']);
  const noted = addNotices(keepAnswer(shown), [texts.notices.deleted]);
  return { drafts: addButtons(noted, offers, owner, texts), offers };
}

/** A message may or may not have been posted: the whole text goes to the last one that surely is there, as a file. */
export function viewAttached(
  shown: readonly Draft[],
  text: string,
  outcome: AnswerOutcome,
  context: ViewContext,
): Draft[] {
  const notices = [context.texts.notices.attached, ...describeOutcome(text, outcome, context).notices];
  return addFile(noteWithin(keepAnswer(shown), notices), text);
}

/** No file of it is taken either: what is there stays. */
export function viewInterrupted(shown: readonly Draft[], { notices }: Texts): readonly Draft[] {
  return noteWithin(keepAnswer(shown), [notices.interrupted]);
}

/** A note without room would be one more message, and whether messages can still be posted is what is in doubt. */
function noteWithin(kept: readonly Draft[], notices: readonly string[]): readonly Draft[] {
  const noted = addNotices(kept, notices);
  return noted.length > kept.length ? kept : noted;
}

/** What the channel shows of the answer itself. */
function keepAnswer(shown: readonly Draft[]): Draft[] {
  return shown.map(({ kind, head, text }) => ({
    ...answerDraft(kind === 'note' ? '' : text),
    ...(head === undefined ? {} : { head }),
  }));
}

/** `drafts` with the Stop button on the last: the state before the very last request. */
export function withStop(drafts: readonly Draft[], owner: AnswerOwner, texts: Texts): Draft[] {
  return changeLast(drafts, { components: answerButtons(['stop'], owner, texts) });
}

/** On the last message if there is room, else not at all. */
function addStatus(drafts: readonly Draft[], status: string | undefined): readonly Draft[] {
  const last = drafts.at(-1);
  if (last === undefined || status === undefined) return drafts;
  const told = { ...last, status };
  return fitsMessage(told) ? [...drafts.slice(0, -1), told] : drafts;
}

/** On the last message if there is room, else in messages of their own. */
function addNotices(drafts: readonly Draft[], notices: readonly string[]): Draft[] {
  if (notices.length === 0) return [...drafts];
  const notice = notices.join('\n');
  const last = drafts.at(-1);
  if (last === undefined || last.text.trim() === '')
    return [...drafts.slice(0, -1), { ...last, ...answerDraft(notice) }];
  const noted = { ...last, text: `${last.text}\n\n${notice}` };
  if (fitsMessage(noted)) return [...drafts.slice(0, -1), noted];
  return [
    ...drafts,
    ...splitMessage(notice, MAX_MESSAGE_CHARS, 'whole').map((part) => answerDraft(render(part))),
  ];
}

function addFile(drafts: readonly Draft[], text: string): Draft[] {
  return changeLast(drafts, { files: [answerFile(text)] });
}

/** The text as the model wrote it. */
export function answerFile(text: string): OutgoingFile {
  return { name: 'answer.md', type: 'text/markdown; charset=utf-8', text };
}

function addButtons(
  drafts: readonly Draft[],
  offers: readonly FollowingAction[],
  owner: AnswerOwner,
  texts: Texts,
): Draft[] {
  return changeLast(drafts, { components: answerButtons(offers, owner, texts) });
}

function changeLast(drafts: readonly Draft[], change: Partial<Draft>): Draft[] {
  return drafts.map((draft, index) => (index === drafts.length - 1 ? { ...draft, ...change } : draft));
}

/**
 * What Discord shows of a model's text, made harmless before it is measured. A cut through nested marks can make text of what
 * was code in the whole: then nothing is spared for being code.
 */
function splitShown(text: string, extent: 'growing' | 'whole', { head = '' }: AnswerFrame): MessagePart[] {
  const adapted = adaptForDiscord(text);
  const split = (reading: CodeReading) =>
    splitMessage(neutralise(adapted, reading), MAX_MESSAGE_CHARS, extent, headRoom(head));
  const parts = split(extent);
  const isHarmless = parts.map(render).every((part) => neutralise(part) === part);
  return isHarmless ? parts : split('none');
}

function toDrafts(parts: readonly MessagePart[], frame: AnswerFrame): Draft[] {
  const drafts = parts.slice(0, MAX_TEXT_MESSAGES).map((part) => answerDraft(render(part)));
  return underHead(drafts, frame);
}

/** The question stands above the first message. */
function underHead(drafts: readonly Draft[], { head = '' }: AnswerFrame): Draft[] {
  return drafts.map((draft, index) => (index === 0 && head !== '' ? { ...draft, head } : draft));
}
