/**
 * What moderation knows of one answer: the verdict on its question, and that on each window of its text. Each verdict becomes
 * a failure that ends the answer, or null. No I/O of its own: the judge is given.
 */
import type { ModeratedSide } from '../../../shared/contract/error-body.ts';
import type { Failure } from '../../../shared/contract/failure.ts';
import type { Category } from '../../../shared/moderation/categories.ts';
import { blocksAnything, type Policy, ruleOn } from '../../../shared/moderation/policy.ts';
import { type Flagged, flaggedNames, joinFlagged } from '../../../shared/moderation/verdict.ts';
import type { Judge } from './judge.ts';
import { type JudgeRequest, judgedTokens, judgeText, toCalls } from './judge-request.ts';

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
  /** Called for each event, and stores it off the path of the answer. */
  report: (event: ModerationEvent) => void;
}

/** When an answer is judged: not at all, in windows while it is written, or with its question once it is whole. */
export type JudgedAnswer = 'not' | 'in_windows' | 'whole';

export interface SessionPlan {
  policy: Policy;
  question: readonly JudgeRequest[];
  /** Of the question, for the event. */
  questionText: string;
  /** Where something is blocked. */
  answer: JudgedAnswer;
}

export interface ModerationSession {
  /** Resolves once the question is judged, to why it gets no answer; null when it gets one. Never rejects. */
  question: Promise<Failure | null>;
  /** The same, but judges the question now if it still waits for its answer. */
  judgeQuestion(): Promise<Failure | null>;
  /** Judges a part of the answer, and with the first the question if it waits for that. Null: it may be shown. Never rejects. */
  judgeAnswer(text: string): Promise<Failure | null>;
  /** How the text of the answer is held until there is a verdict. */
  answer: JudgedAnswer;
  /** What the judge was asked so far: how many calls, and how many tokens by estimate. */
  judged(): Judged;
}

export interface Judged {
  calls: number;
  tokens: number;
}

export function startModeration(deps: SessionDeps, plan: SessionPlan): ModerationSession {
  const { policy, question, questionText } = plan;
  const answer = blocksAnything(policy) ? plan.answer : 'not';
  /** A finding of one answer is told once: windows overlap. */
  const told = new Set<Category>();
  const decided = Promise.withResolvers<Failure | null>();
  let isQuestionJudged = false;
  const judged: Judged = { calls: 0, tokens: 0 };

  async function judge(requests: readonly JudgeRequest[]): Promise<Flagged[] | null> {
    if (requests.length === 0) return [];
    judged.calls += toCalls(requests).length;
    judged.tokens += judgedTokens(requests);
    return deps.judge(requests);
  }

  function rule(side: ModeratedSide, text: string, verdicts: Flagged[] | null): Failure | null {
    if (verdicts === null) {
      deps.report({ side, action: 'unchecked', flagged: {}, text });
      return blocksAnything(policy) ? { code: 'moderation_unavailable', evidence: { side } } : null;
    }
    const flagged = verdicts.reduce(joinFlagged, {});
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

  async function judgeQuestion(): Promise<Failure | null> {
    if (!isQuestionJudged) {
      isQuestionJudged = true;
      decided.resolve(rule('question', questionText, await judge(question)));
    }
    return decided.promise;
  }

  async function judgeAnswer(text: string): Promise<Failure | null> {
    const asked = isQuestionJudged ? [] : question;
    const isWithQuestion = !isQuestionJudged;
    isQuestionJudged = true;
    const verdicts = await judge([...asked, judgeText(text)]);
    if (!isWithQuestion) return rule('answer', text, verdicts);
    const refusal = rule('question', questionText, verdicts?.slice(0, asked.length) ?? null);
    decided.resolve(refusal);
    return refusal ?? rule('answer', text, verdicts?.slice(asked.length) ?? null);
  }

  if (answer !== 'whole') void judgeQuestion();
  return { question: decided.promise, judgeQuestion, judgeAnswer, answer, judged: () => judged };
}
