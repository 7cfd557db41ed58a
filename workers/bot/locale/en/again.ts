import type { AgainProblemTexts, AgainTexts } from '../texts/again.ts';

export const againEn: AgainTexts = {
  writing: (model) =>
    `🔁 I am writing your last answer in this channel again${model === null ? '' : ` with \`${model}\``}. It will appear in the same message.`,
  whichModel: (models) =>
    [
      'Which AI model should answer?',
      ...(models.length === 0 ? [] : [models.map((name) => `\`${name}\``).join(' · ')]),
      `Name one, as in \`/chat\` \`use ${models[0] ?? 'gpt-4o'} instead\`. To keep one for all your questions, use \`/model use\`.`,
    ].join('\n'),
  languageSet: '🌐 From now on I speak English with you. You can change this with `/settings`.',
};

export const againProblemsEn: AgainProblemTexts = {
  nothing_to_regenerate:
    'There is no answer from the last 15 minutes in this channel that I could write again. Please ask again with `/chat`.',
  newest_unavailable:
    "I can't find your last answer right now. Please use the button under it, or ask again.",
};
