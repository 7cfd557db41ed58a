import type { AgainProblemTexts, AgainTexts } from '../texts/again.ts';

export const againKo: AgainTexts = {
  writing: (model) =>
    `🔁 이 채널에서 마지막으로 받은 답변을 ${model === null ? '' : `\`${model}\` 모델로 `}다시 쓰고 있어요. 같은 메시지에 나타나요.`,
  whichModel: (models) =>
    [
      '어떤 AI 모델로 답할까요?',
      ...(models.length === 0 ? [] : [models.map((name) => `\`${name}\``).join(' · ')]),
      `\`/채팅\`에 \`${models[0] ?? 'gpt-4o'} 모델로 다시\`처럼 이름을 적어 주세요. 앞으로도 같은 모델을 쓰려면 \`/모델 쓰기\`에서 골라 주세요.`,
    ].join('\n'),
  languageSet: '🌐 앞으로 한국어로 말할게요. `/설정`에서 바꿀 수 있어요.',
};

export const againProblemsKo: AgainProblemTexts = {
  nothing_to_regenerate:
    '이 채널에는 최근 15분 안에 받은, 다시 쓸 수 있는 답변이 없어요. `/채팅`으로 다시 물어봐 주세요.',
  newest_unavailable: '지금은 마지막 답변을 찾을 수 없어요. 답변 아래 버튼을 쓰거나 다시 물어봐 주세요.',
};
