import { expect, it } from 'vitest';
import { describeFailure } from './describe.ts';
import { en } from './en.ts';

it.each([
  ['provider_loading', 'hearing', en.loading.hearing],
  ['provider_loading', 'speaking', en.loading.speaking],
  ['provider_loading', 'answering', en.stages.answering],
  ['provider_unavailable', 'hearing', en.stages.hearing],
  ['budget_user', 'hearing', en.budgetUsed],
  ['rate_limit_user', 'answering', en.tooMany],
  ['budget_held', 'answering', en.waits.budget_held],
  ['moderation_cooldown', 'answering', en.waits.moderation_cooldown],
  ['content_blocked', 'answering', en.blocked],
  ['user_blocked', 'answering', en.userBlocked],
] as const)('%s while %s is told as what it is', (code, stage, text) => {
  expect(describeFailure(en, code, stage)).toBe(text);
});
