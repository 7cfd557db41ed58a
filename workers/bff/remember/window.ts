/** Which part of a conversation still goes to the model. Pure. */

export interface RememberedMessage {
  role: 'user' | 'assistant';
  content: string;
  /** By Libra's estimate. */
  tokens: number;
}

/**
 * The newest messages that fit the budget together, oldest first. Stops at the first that does not fit: a gap in the
 * middle would change what was said. Never begins with an answer whose question is gone.
 */
export function selectWindow(
  newestFirst: readonly RememberedMessage[],
  budgetTokens: number,
): RememberedMessage[] {
  let used = 0;
  let count = 0;
  for (const { tokens } of newestFirst) {
    used += tokens;
    if (used > budgetTokens) break;
    count += 1;
  }
  const window = newestFirst.slice(0, count).reverse();
  const firstQuestion = window.findIndex(({ role }) => role === 'user');
  return firstQuestion === -1 ? [] : window.slice(firstQuestion);
}
