/** What is said when moderation has found something, and to those who look after a server. Types alone. */
import type { ModeratedSide } from '../../../../shared/contract/error-body.ts';
import type { LoggedEvent } from '../../../../shared/contract/moderation.ts';
import type { Category } from '../../../../shared/moderation/categories.ts';

/** What was found, and where. */
export interface Finding {
  categories: readonly Category[];
  /** Null when it is not known. */
  side: ModeratedSide | null;
}

export interface ModerationTexts {
  categories: Record<Category, string>;
  /** To the person: what was found, in words. */
  blocked: (finding: Finding) => string;
  /** The same, where it concerns self-harm: with where to find help. */
  support: string;
  unavailable: (side: ModeratedSide | null) => string;
  /** In the channel, in the place of the answer: the reason is told to the person alone. */
  withheld: string;
  /** `untilSec` null: until a moderator takes it back. */
  userBlocked: (untilSec: number | null) => string;
  coolDown: (untilSec: number | null) => string;
  /** To moderators. */
  didBlock: (userId: string, untilSec: number | null) => string;
  didUnblock: (userId: string, wasBlocked: boolean) => string;
  logEmpty: (page: number) => string;
  logHead: (page: number, hasMore: boolean) => string;
  /** One line. `link`: where it was, in the channel. */
  logLine: (event: LoggedEvent, link: string) => string;
}
