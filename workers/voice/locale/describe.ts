/** What a failure is called before the person it happens to. Pure. */
import { type ErrorCode, isBudgetUsed } from '../../../shared/errors.ts';
import type { Stage, TalkTexts } from './texts.ts';

export function describeFailure(texts: TalkTexts, code: ErrorCode, stage: Stage): string {
  if (isBudgetUsed(code)) return texts.budgetUsed;
  if (code.startsWith('rate_limit')) return texts.tooMany;
  if (code === 'budget_held' || code === 'moderation_cooldown') return texts.waits[code];
  if (code === 'content_blocked' || code === 'content_filter') return texts.blocked;
  if (code === 'user_blocked') return texts.userBlocked;
  if (code === 'channel_not_allowed') return texts.notAllowedHere;
  if (code === 'provider_loading' && (stage === 'hearing' || stage === 'speaking'))
    return texts.loading[stage];
  return texts.stages[stage];
}
