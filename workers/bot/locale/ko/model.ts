import type { ModelTexts, QuestionFormTexts } from '../texts/model.ts';

export const questionFormKo: QuestionFormTexts = {
  title: '리브라에게 묻기',
  prompt: '질문',
  promptHint: '4,000자까지 쓸 수 있어요. 더 길면 텍스트 파일로 올려 주세요.',
  model: 'AI 모델',
  files: '파일',
  filesHint: '이미지, 녹음, 텍스트 파일을 세 개까지',
  givenBack: '📎 쓰신 질문은 사라지지 않게 파일로 돌려드려요.',
};

export const modelsKo: ModelTexts = {
  isDefault: '기본',
  price: (read, written) => `100만 토큰당 ${read} / ${written}`,
  free: '무료',
  vision: '이미지 읽음',
  reasoning: '생각하고 답함',
};
