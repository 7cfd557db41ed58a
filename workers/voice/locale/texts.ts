/** What a person reads or hears of the voice Worker itself. The page has texts of its own. */
import type { TalkEnd } from '../../../shared/contract/talk.ts';

/** What failed, where no code says more. */
export type Stage = 'hearing' | 'answering' | 'speaking' | 'switching';

export interface TalkTexts {
  stages: Record<Stage, string>;
  /** What hears or speaks is still being loaded. */
  loading: Record<'hearing' | 'speaking', string>;
  budgetUsed: string;
  tooMany: string;
  /** Over by itself, and no fault of how fast somebody talks. */
  waits: Record<'budget_held' | 'moderation_cooldown', string>;
  blocked: string;
  /** By a moderator of the server, whatever is said. */
  userBlocked: string;
  notAllowedHere: string;
  ended: Record<TalkEnd, string>;
  transcript: {
    /** Above the file, in the channel. */
    content: string;
    fileName: string;
    you: string;
    libra: string;
  };
}
