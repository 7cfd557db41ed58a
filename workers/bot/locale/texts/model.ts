/** What is said of models and where they are chosen. Types alone. */

/** Each label at most 45 characters, each hint at most 100. */
export interface QuestionFormTexts {
  title: string;
  prompt: string;
  promptHint: string;
  model: string;
  files: string;
  filesHint: string;
  /** Under a refusal, with the question as a file. */
  givenBack: string;
}

/** Beside the name of a model, in few words. */
export interface ModelTexts {
  isDefault: string;
  /** Dollars for a million tokens that are read, and that are written. */
  price: (read: string, written: string) => string;
  free: string;
  vision: string;
  reasoning: string;
}
