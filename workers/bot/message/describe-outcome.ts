/** What is said below an answer of how it ended, and what is offered then. Pure. */
import type { AnswerOutcome } from '../../../shared/chat/read-answer.ts';
import { errorKind } from '../../../shared/errors.ts';
import { describeFailure } from '../locale/failure.ts';
import type { Texts } from '../locale/texts.ts';
import { citedLines } from './cited.ts';
import type { FollowingAction } from './custom-id.ts';
import { usedLines } from './tool-lines.ts';

/** It is shown as code: a frame of a provider may claim anything. */
const MODEL_NAME = /^[^`\s]{1,100}$/;

/** `text`: as much of the answer as is shown; empty for none. */
export function describeOutcome(
  text: string,
  { end, about }: AnswerOutcome,
  texts: Texts,
  nowMs: number,
): { notices: string[]; offers: readonly FollowingAction[] } {
  const isEmpty = text.trim() === '';
  const isForgotten = about.remembered === false && !isEmpty;
  const afterABreak: readonly FollowingAction[] = isEmpty ? ['retry'] : ['retry', 'continue'];
  const { dropped_model: dropped } = about;
  const told = [
    ...(isForgotten ? [texts.notices.not_remembered] : []),
    ...(dropped !== undefined && MODEL_NAME.test(dropped)
      ? [texts.settingsEffects.modelDropped(dropped)]
      : []),
  ];
  switch (end.kind) {
    case 'stopped':
      return { notices: [texts.notices.stopped], offers: afterABreak };
    case 'too_long':
      return { notices: [texts.notices.too_long], offers: ['continue'] };
    case 'failed': {
      const notices = [describeFailure(texts, end.failure, nowMs)];
      return { notices, offers: errorKind(end.failure.code).retryable ? afterABreak : [] };
    }
    case 'blocked':
      return { notices: [texts.notices.filtered, ...told], offers: [] };
    case 'whole':
      if (isEmpty) return { notices: [texts.notices.empty], offers: ['retry'] };
      if (end.finishReason !== 'length')
        return {
          notices: [...usedLines(about, texts), ...citedLines(text, about, texts), ...told],
          offers: [],
        };
      return {
        notices: [texts.notices.cut, ...usedLines(about, texts), ...citedLines(text, about, texts), ...told],
        offers: ['continue'],
      };
  }
}
