/**
 * The next request that brings the messages in the channel closer to what they should be. Pure.
 *
 * The buttons stand under the last message. While messages are still to be posted they stay where they are, and they go from
 * there only when the last message has them: so one of the messages carries the Stop button until the very last request.
 */
import { type Draft, isSameDraft } from '../message/draft.ts';

export interface PostedMessage {
  id: string;
  draft: Draft;
  /** Their ids, where Discord has told them. */
  attachments: readonly string[];
}

export interface Change {
  index: number;
  /** Null: the message goes. */
  draft: Draft | null;
}

/**
 * The first message, in reading order, that is not yet as it should be. Of messages that are too many the buttons go; after a
 * text was taken back, the messages themselves, the last first. Null when all is as it should be.
 */
export function nextChange(
  posted: readonly PostedMessage[],
  desired: readonly Draft[],
  isTakenBack: boolean,
): Change | null {
  for (const [index, draft] of keepButtons(posted, desired).entries()) {
    if (!isShown(posted[index], draft)) return { index, draft };
  }
  if (desired.length === 0 || posted.length <= desired.length) return null;
  if (isTakenBack) return { index: posted.length - 1, draft: null };
  const index = posted.findIndex(({ draft }, at) => at >= desired.length && hasButtons(draft));
  const surplus = posted[index];
  return surplus === undefined ? null : { index, draft: { ...surplus.draft, components: [] } };
}

/** How many of the desired messages are not shown as they should be. */
export function countPending(posted: readonly PostedMessage[], desired: readonly Draft[]): number {
  return desired.filter((draft, index) => !isShown(posted[index], draft)).length;
}

function isShown(posted: PostedMessage | undefined, draft: Draft): boolean {
  return posted !== undefined && isSameDraft(posted.draft, draft);
}

function hasButtons({ components = [] }: Draft): boolean {
  return components.length > 0;
}

/** What to aim at while messages are missing. The first that is shown gets the buttons that belong under the last. */
function keepButtons(posted: readonly PostedMessage[], desired: readonly Draft[]): readonly Draft[] {
  if (posted.length >= desired.length) return desired;
  const holder = posted.findLastIndex(({ draft }) => hasButtons(draft));
  const keeper = holder === -1 ? posted.length - 1 : holder;
  const components = (holder === -1 ? desired.at(-1) : posted[holder]?.draft)?.components ?? [];
  return desired.map((draft, index) => {
    if (index >= posted.length) return draft;
    return { ...draft, components: index === keeper ? components : [] };
  });
}
