import type { UnderProblemTexts, UnderTexts } from '../texts/under-answer.ts';

export const underKo: UnderTexts = {
  regenerate: '다시 생성',
  listen: '듣기',
  more: '더 보기…',
  menu: {
    shorter: '더 짧게',
    longer: '더 길게',
    continue: '이어서',
    file: '파일로 받기',
    cost: '비용 보기',
    forget: '이 답변 잊기',
  },
  shorterPrompt: (maxChars) => `(이번에는 더 짧게, 꼭 필요한 것만 ${maxChars}자 이내로 답해 줘.)`,
  longerPrompt: (minChars) => `(이번에는 이유와 예를 들어 더 자세히, ${minChars}자 정도로 답해 줘.)`,
  file: '📄 AI 모델이 쓴 그대로의 답변 전체예요.',
  cost: ({ model, isFallback, isCached, tokens, costMicroUsd, firstTextMs }) =>
    [
      '**이 답변에 든 비용**',
      `모델: ${model === null ? '알 수 없음' : `\`${model}\``}${isFallback ? ' (원래 모델 대신 답했어요)' : ''}`,
      ...(isCached
        ? ['조금 전에 같은 질문에 답해서 모델을 부르지 않았어요.']
        : [
            tokens === null
              ? '토큰: 제공자가 알려 주지 않았어요'
              : `토큰: 입력 ${tokens.prompt.toLocaleString('ko-KR')}개${tokens.cached > 0 ? ` (그중 ${tokens.cached.toLocaleString('ko-KR')}개는 제공자의 캐시에서 와서 더 싸요)` : ''}, 출력 ${tokens.completion.toLocaleString('ko-KR')}개`,
          ]),
      `비용: ${costMicroUsd === null ? '알 수 없음' : `$${(costMicroUsd / 1_000_000).toFixed(6)}`}`,
      ...(firstTextMs === null ? [] : [`첫 글자까지 ${(firstTextMs / 1000).toFixed(1)}초`]),
    ].join('\n'),
  costLine: (costMicroUsd, tokens) =>
    `-# 💰 $${(costMicroUsd / 1_000_000).toFixed(6)}${tokens === null ? '' : ` · ${tokens.toLocaleString('ko-KR')}토큰`}`,
  forgotten: '🧽 잊었어요. 이 질문과 답변은 더 이상 참고하지 않아요.',
  keptVersion: '새 답변을 만들지 못해서 이전 답변을 그대로 두었어요.',
};

export const underProblemsKo: UnderProblemTexts = {
  answer_forbidden: '질문한 사람만 누를 수 있어요.',
  answer_busy: '지금 이 답변을 쓰거나 바꾸는 중이에요. 끝난 뒤에 다시 눌러 주세요.',
  answer_expired: '질문하고 15분이 지나서 여기서는 더 이상 쓸 수 없어요. `/채팅`으로 다시 물어봐 주세요.',
  rating_unavailable: '지금은 저장할 수 없어요. 잠시 뒤에 다시 눌러 주세요.',
  forget_unavailable: '지금은 잊을 수 없어요. 잠시 뒤에 다시 시도해 주세요.',
};
