/** What is said below an answer of how it ended, and what is offered then. Pure. */
import type { AnswerOutcome } from '../../../shared/chat/read-answer.ts';
import { errorKind } from '../../../shared/errors.ts';
import { describeFailure } from '../locale/failure.ts';
import { showFileName as showName } from '../locale/file-name.ts';
import type { Texts } from '../locale/texts.ts';
import { citedLines } from './cited.ts';
import type { FollowingAction } from './custom-id.ts';
import { usedLines } from './tool-lines.ts';

/** In which language something is said, and at which moment. */
export interface ViewContext {
  texts: Texts;
  /** Unix milliseconds. */
  nowMs: number;
}

interface Description {
  notices: string[];
  offers: readonly FollowingAction[];
}

/** `text`: as much of the answer as is shown; empty for none. */
export function describeOutcome(text: string, outcome: AnswerOutcome, context: ViewContext): Description {
  const { notices, offers } = describeEnd(text, outcome, context);
  const { dropped_model: dropped } = outcome.about;
  const { gone } = context.texts.modelChoice;
  return { notices: dropped === undefined ? notices : [...notices, gone(showName(dropped))], offers };
}

function describeEnd(
  text: string,
  { end, about }: AnswerOutcome,
  { texts, nowMs }: ViewContext,
): Description {
  const isEmpty = text.trim() === '';
  const afterABreak: readonly FollowingAction[] = isEmpty ? ['retry'] : ['retry', 'continue'];
  const notRemembered = about.remembered === false && !isEmpty ? [texts.notices.not_remembered] : [];
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
      return { notices: [texts.notices.filtered, ...notRemembered], offers: [] };
    case 'whole': {
      const isCut = end.finishReason === 'length';
      // To retry would cost the same, and end the same.
      if (isEmpty && isCut) return { notices: [texts.notices.spent], offers: [] };
      if (isEmpty) return { notices: [texts.notices.empty], offers: ['retry'] };
      const lines = [...usedLines(about, texts), ...citedLines(text, about, texts), ...notRemembered];
      return isCut
        ? { notices: [texts.notices.cut, ...lines], offers: ['continue'] }
        : { notices: lines, offers: [] };
    }
  }
}
