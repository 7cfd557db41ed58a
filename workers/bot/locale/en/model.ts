import type { ModelTexts, QuestionFormTexts } from '../texts/model.ts';

export const questionFormEn: QuestionFormTexts = {
  title: 'Ask Libra',
  prompt: 'Your question',
  promptHint: 'Up to 4,000 characters. Attach anything longer as a text file.',
  model: 'AI model',
  files: 'Files',
  filesHint: 'Up to three images, recordings or text files',
  givenBack: '📎 Your question is in the file, so nothing is lost.',
};

export const modelsEn: ModelTexts = {
  isDefault: 'default',
  price: (read, written) => `${read} / ${written} per 1M`,
  free: 'free',
  vision: 'reads images',
  reasoning: 'thinks first',
};
