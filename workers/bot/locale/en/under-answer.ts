import type { UnderProblemTexts, UnderTexts } from '../texts/under-answer.ts';
import { counted } from './counted.ts';

export const underEn: UnderTexts = {
  regenerate: 'Regenerate',
  listen: 'Listen',
  more: 'More…',
  menu: {
    shorter: 'Shorter',
    longer: 'Longer',
    continue: 'Continue',
    file: 'Copy as file',
    cost: 'Why this cost',
    forget: 'Forget this answer',
  },
  shorterPrompt: (maxChars) =>
    `(Answer more briefly this time: only the essential, in at most ${maxChars} characters.)`,
  longerPrompt: (minChars) =>
    `(Answer in more detail this time, with reasons and examples, in about ${minChars} characters.)`,
  file: '📄 The whole answer, as the model wrote it.',
  cost: ({ model, isFallback, isCached, tokens, costMicroUsd, firstTextMs }) =>
    [
      '**Why this cost**',
      `Model: ${model === null ? 'unknown' : `\`${model}\``}${isFallback ? ' (used instead of the first choice)' : ''}`,
      ...(isCached
        ? ['No model was called: the same question had just been answered.']
        : [
            tokens === null
              ? 'Tokens: the provider did not report them'
              : `Tokens: ${tokens.prompt.toLocaleString('en-US')} in${tokens.cached > 0 ? ` (${tokens.cached.toLocaleString('en-US')} of them from the provider's cache, at a lower price)` : ''}, ${tokens.completion.toLocaleString('en-US')} out`,
          ]),
      `Cost: ${costMicroUsd === null ? 'unknown' : `$${(costMicroUsd / 1_000_000).toFixed(6)}`}`,
      ...(firstTextMs === null ? [] : [`First text after ${(firstTextMs / 1000).toFixed(1)} s`]),
    ].join('\n'),
  costLine: (costMicroUsd, tokens) =>
    `-# 💰 $${(costMicroUsd / 1_000_000).toFixed(6)}${tokens === null ? '' : ` · ${counted(tokens, 'token')}`}`,
  forgotten: "🧽 Forgotten. I won't look back at this question and its answer.",
  keptVersion: 'A new version could not be written, so the earlier one stays.',
};

export const underProblemsEn: UnderProblemTexts = {
  answer_forbidden: 'Only the person who asked may press this.',
  answer_busy: 'This answer is being written or changed right now. Please press again when it is done.',
  answer_expired: 'This works only for 15 minutes after a question. Please ask again with `/chat`.',
  rating_unavailable: "I can't save that right now. Please press again in a moment.",
  forget_unavailable: "I can't forget that right now. Please try again in a moment.",
};
