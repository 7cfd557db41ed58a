/** Which part of a conversation still goes to the model. Pure. */

export interface RememberedMessage {
  role: 'user' | 'assistant';
  content: string;
  /** By Libra's estimate. */
  tokens: number;
}

/**
 * The newest messages that fit the budget together, oldest first. Stops at the first that does not fit: a gap in the
 * middle would change what was said. Never begins with an answer whose question is gone. Of an answer that is too long by
 * itself its end is kept: that is where the next one continues.
 */
export function selectWindow(
  newestFirst: readonly RememberedMessage[],
  budgetTokens: number,
): RememberedMessage[] {
  const [answer, question] = newestFirst;
  if (answer?.role === 'assistant' && question?.role === 'user') {
    const room = budgetTokens - question.tokens;
    if (answer.tokens > room && room >= budgetTokens / 2) return [question, keepEnd(answer, room)];
  }
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

function keepEnd({ role, content, tokens }: RememberedMessage, roomTokens: number): RememberedMessage {
  const cut = content.length - Math.floor((content.length * roomTokens) / tokens);
  const isInsidePair = (content.charCodeAt(cut) & 0xfc00) === 0xdc00;
  return { role, content: `…${content.slice(isInsidePair ? cut + 1 : cut)}`, tokens: roomTokens };
}
