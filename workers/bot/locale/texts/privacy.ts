/** What is said of what is stored. Types alone. */
import type { PrivacySummary } from '../../../../shared/contract/privacy.ts';

export interface PrivacyTexts {
  summary: (summary: PrivacySummary) => string;
  /** Above the attached file. */
  exported: string;
  remembering: (enabled: boolean) => string;
  confirmErasure: string;
  /** `areAnswersKept`: copies of answers could not be deleted, and end by themselves. */
  erased: (messages: number, areAnswersKept: boolean) => string;
  kept: string;
}
