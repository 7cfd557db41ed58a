/**
 * What moderation knows of one answer: the verdict on its question, and that on each window of its text. Each verdict becomes
 * a failure that ends the answer, or null. No I/O of its own: the judge is given.
 */
import type { ModeratedSide } from '../../../shared/contract/error-body.ts';
import type { Failure } from '../../../shared/contract/failure.ts';
import type { Category } from '../../../shared/moderation/categories.ts';
import { blocksAnything, type Policy, ruleOn } from '../../../shared/moderation/policy.ts';
import { type Flagged, flaggedNames } from '../../../shared/moderation/verdict.ts';
import type { Judge } from './judge.ts';
import { type JudgeRequest, judgeText } from './judge-request.ts';

/** Something was found, or nobody could look. */
export interface ModerationEvent {
  side: ModeratedSide;
  action: 'blocked' | 'noted' | 'unchecked';
  /** With their scores: those that the policy blocks or notes. */
  flagged: Flagged;
  /** What was judged. Not to be stored as it is. */
  text: string;
}

export interface SessionDeps {
  judge: Judge;
  /** Called for each event; whoever is called stores it off the path of the answer. */
  report: (event: ModerationEvent) => void;
}

export interface SessionPlan {
  policy: Policy;
  question: readonly JudgeRequest[];
  /** Of the question, for the event. */
  questionText: string;
  judgesAnswers: boolean;
}

export interface ModerationSession {
  /** Resolves once the question is judged, to why it gets no answer; null when it gets one. Never rejects. */
  question: Promise<Failure | null>;
  /** Judges a part of the answer. Null: it may be shown. Never rejects. */
  judgeAnswer(text: string): Promise<Failure | null>;
  /** True when no text of the answer may be shown without a verdict. */
  holdsAnswer: boolean;
}

export function startModeration(deps: SessionDeps, plan: SessionPlan): ModerationSession {
  const { policy, question, questionText, judgesAnswers } = plan;
  /** A finding of one answer is told once: windows overlap. */
  const told = new Set<Category>();

  async function rule(
    side: ModeratedSide,
    text: string,
    requests: readonly JudgeRequest[],
  ): Promise<Failure | null> {
    if (requests.length === 0) return null;
    const flagged = await deps.judge(requests);
    if (flagged === null) {
      deps.report({ side, action: 'unchecked', flagged: {}, text });
      return blocksAnything(policy) ? { code: 'moderation_unavailable', evidence: { side } } : null;
    }
    const { blocked, noted } = ruleOn(policy, flaggedNames(flagged));
    const action = blocked.length > 0 ? 'blocked' : 'noted';
    const found = [...blocked, ...noted].filter((name) => side === 'question' || !told.has(name));
    if (side === 'answer') for (const name of found) told.add(name);
    if (found.length > 0 || action === 'blocked') {
      const names = action === 'blocked' ? [...blocked, ...noted] : found;
      const scores = Object.fromEntries(names.map((name) => [name, flagged[name]])) as Flagged;
      deps.report({ side, action, flagged: scores, text });
    }
    return action === 'blocked' ? { code: 'content_blocked', evidence: { categories: blocked, side } } : null;
  }

  return {
    question: rule('question', questionText, question),
    judgeAnswer: (text) => rule('answer', text, [judgeText(text)]),
    holdsAnswer: judgesAnswers && blocksAnything(policy),
  };
}
