/** Which part of a conversation still goes to the model. Pure. */
import type { ToolCall } from '../../../shared/chat/messages.ts';
import { LOST_QUESTION } from './continued.ts';
import type { RememberedMessage } from './message-row.ts';

/**
 * The newest turns that fit the budget together, oldest first: a question and all that followed it, so that no answer loses
 * its question and no tool call its result. Stops at the first turn that does not fit: a gap in the middle would change what
 * was said. Of the newest turn, when it is too long by itself, the question and the end of the answer are kept: that is
 * where the next one continues.
 */
export function selectWindow(
  newestFirst: readonly RememberedMessage[],
  budgetTokens: number,
): RememberedMessage[] {
  const turns = groupByTurn(newestFirst);
  const [newest] = turns;
  if (newest !== undefined && sizeOf(newest) > budgetTokens) return shorten(newest, budgetTokens);
  return takeTurns(turns, budgetTokens);
}

/**
 * The same with the turn that is continued in the last place, whatever has been said since. At least the end of its answer
 * is kept.
 */
export function selectContinuedWindow(
  continuedNewestFirst: readonly RememberedMessage[],
  newestFirst: readonly RememberedMessage[],
  budgetTokens: number,
): RememberedMessage[] {
  const turn = withoutBrokenCalls(continuedNewestFirst.toReversed());
  const last = sizeOf(turn) > budgetTokens ? shortenContinued(turn, budgetTokens) : turn;
  return [...takeTurns(groupByTurn(newestFirst), budgetTokens - sizeOf(last)), ...last];
}

export function sizeOf(messages: readonly RememberedMessage[]): number {
  return messages.reduce((sum, { tokens }) => sum + tokens, 0);
}

/** Oldest first. */
function takeTurns(newestFirst: readonly Turn[], budgetTokens: number): RememberedMessage[] {
  let left = budgetTokens;
  let count = 0;
  for (const turn of newestFirst) {
    left -= sizeOf(turn);
    if (left < 0) break;
    count += 1;
  }
  return newestFirst.slice(0, count).reverse().flat();
}

type Turn = RememberedMessage[];

/** Newest first; each begins with its question. What is older than the oldest question has lost its own. */
function groupByTurn(newestFirst: readonly RememberedMessage[]): Turn[] {
  const turns: Turn[] = [];
  let turn: Turn = [];
  for (const remembered of newestFirst) {
    turn.unshift(remembered);
    if (remembered.message.role !== 'user') continue;
    turns.push(withoutBrokenCalls(turn));
    turn = [];
  }
  return turns;
}

/** Providers refuse a prompt with a tool call that has no result, or a result that has no call. */
function withoutBrokenCalls(turn: Turn): Turn {
  return turn.flatMap((remembered, index) => {
    const { message } = remembered;
    // Comes with its call.
    if (message.role === 'tool') return [];
    if (message.role === 'user' || message.tool_calls === undefined) return [remembered];
    const results = resultsAfter(turn, index);
    return isAnswered(message.tool_calls, results) ? [remembered, ...results] : [];
  });
}

function resultsAfter(turn: Turn, index: number): Turn {
  const after = turn.slice(index + 1);
  const end = after.findIndex(({ message }) => message.role !== 'tool');
  return end === -1 ? after : after.slice(0, end);
}

function isAnswered(calls: readonly ToolCall[], results: Turn): boolean {
  const called = calls.map(({ id }) => id).sort();
  const answered = results.map(({ message }) => (message.role === 'tool' ? message.tool_call_id : '')).sort();
  return called.join('\n') === answered.join('\n');
}

/** Nothing when the question alone takes more than half of the room. */
function shorten(turn: Turn, budgetTokens: number): RememberedMessage[] {
  const [question, ...rest] = turn;
  const answer = rest.at(-1);
  if (question === undefined || answer === undefined) return [];
  const room = budgetTokens - question.tokens;
  if (room < budgetTokens / 2 || answer.message.role !== 'assistant') return [];
  if (answer.tokens <= room) return [question, answer];
  const { content } = answer.message;
  return typeof content === 'string' ? [question, keepEnd(content, answer.tokens, room)] : [];
}

function shortenContinued(turn: Turn, budgetTokens: number): RememberedMessage[] {
  const shortened = shorten(turn, budgetTokens);
  const answer = turn.at(-1);
  if (shortened.length > 0 || answer === undefined) return shortened;
  const { content } = answer.message;
  if (answer.tokens <= budgetTokens || typeof content !== 'string') return [LOST_QUESTION, answer];
  return [LOST_QUESTION, keepEnd(content, answer.tokens, budgetTokens)];
}

function keepEnd(content: string, tokens: number, roomTokens: number): RememberedMessage {
  const cut = content.length - Math.floor((content.length * roomTokens) / tokens);
  const isInsidePair = (content.charCodeAt(cut) & 0xfc00) === 0xdc00;
  const end = `…${content.slice(isInsidePair ? cut + 1 : cut)}`;
  return { message: { role: 'assistant', content: end }, tokens: roomTokens };
}
