/** What stands under a whole answer, and what its presses say. Types alone. */

export type MenuChoice = 'shorter' | 'longer' | 'continue' | 'file' | 'cost' | 'forget';

/** What is known of what an answer has used. */
export interface CostFacts {
  /** Null when the answer did not say. */
  model: string | null;
  /** Another model than the first choice answered. */
  isFallback: boolean;
  /** No model was called for it. */
  isCached: boolean;
  /** Null when the provider did not count. */
  tokens: { prompt: number; cached: number; completion: number } | null;
  costMicroUsd: number | null;
  /** Until the first text came; null when it is not known. */
  firstTextMs: number | null;
}

export interface UnderTexts {
  regenerate: string;
  listen: string;
  /** Stands in the closed menu. */
  more: string;
  menu: Record<MenuChoice, string>;
  /** Sent to the model behind the question, never stored: so many characters at most, or at least. */
  shorterPrompt: (maxChars: number) => string;
  longerPrompt: (minChars: number) => string;
  /** Above the file that holds the answer. */
  file: string;
  cost: (facts: CostFacts) => string;
  /** A small line under an answer. `tokens`: null when they were not counted, or no model was called. */
  costLine: (costMicroUsd: number, tokens: number | null) => string;
  forgotten: string;
  /** Before the reason why there is no other version. */
  keptVersion: string;
}

/** The key is the stable code that the person is shown. */
export interface UnderProblemTexts {
  answer_forbidden: string;
  answer_busy: string;
  answer_expired: string;
  rating_unavailable: string;
  forget_unavailable: string;
}
