/** Which part of a conversation still goes to the model. Pure. */
import type { ToolCall } from '../../../shared/chat/messages.ts';
import { BYTES_PER_TOKEN, boundMessageTokens, boundTextTokens } from '../limits/bound.ts';
import { LOST_QUESTION } from './continued.ts';
import type { RememberedMessage } from './message-row.ts';

/**
 * The newest turns that fit the budget together, oldest first: a question and all that followed it, so that no answer loses
 * its question and no tool call its result. Stops at the first turn that does not fit: a gap in the middle would change what
 * was said. Of the newest turn, when it is too long by itself, the question and the end of the answer are kept: that is
 * where the next one continues.
 *
 * A message counts what it was estimated at, or what its upper bound allows if that is more: the estimate is made for
 * ordinary text. `boundTokens`: what the window may have at most, by that bound and with its frames.
 */
export function selectWindow(
  newestFirst: readonly RememberedMessage[],
  budgetTokens: number,
  boundTokens = Number.POSITIVE_INFINITY,
): RememberedMessage[] {
  const turns = groupByTurn(newestFirst);
  const [newest] = turns;
  if (newest !== undefined && sizeOf(newest) > budgetTokens) return shorten(newest, budgetTokens);
  return takeTurns(turns, budgetTokens, boundTokens);
}

/**
 * The same with the turn that is continued in the last place, whatever has been said since. At least the end of its answer
 * is kept.
 */
export function selectContinuedWindow(
  continuedNewestFirst: readonly RememberedMessage[],
  newestFirst: readonly RememberedMessage[],
  budgetTokens: number,
  boundTokens = Number.POSITIVE_INFINITY,
): RememberedMessage[] {
  const turn = withoutBrokenCalls(continuedNewestFirst.toReversed());
  const last = sizeOf(turn) > budgetTokens ? shortenContinued(turn, budgetTokens) : turn;
  const earlier = takeTurns(
    groupByTurn(newestFirst),
    budgetTokens - sizeOf(last),
    boundTokens - boundOf(last),
  );
  return [...earlier, ...last];
}

export function sizeOf(messages: readonly RememberedMessage[]): number {
  return messages.reduce((sum, message) => sum + measure(message), 0);
}

/** Oldest first. */
function takeTurns(
  newestFirst: readonly Turn[],
  budgetTokens: number,
  boundTokens: number,
): RememberedMessage[] {
  let left = budgetTokens;
  let leftByBound = boundTokens;
  let count = 0;
  for (const turn of newestFirst) {
    left -= sizeOf(turn);
    leftByBound -= boundOf(turn);
    if (left < 0 || leftByBound < 0) break;
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

function boundOf(turn: readonly RememberedMessage[]): number {
  return turn.reduce((sum, { message }) => sum + boundMessageTokens(message), 0);
}

/** What a message counts of the budget. */
function measure({ message, tokens }: RememberedMessage): number {
  return Math.max(tokens, Math.ceil(boundTextTokens(message) / BYTES_PER_TOKEN));
}

/** Nothing when the question alone takes more than half of the room. */
function shorten(turn: Turn, budgetTokens: number): RememberedMessage[] {
  const [question, ...rest] = turn;
  const answer = rest.at(-1);
  if (question === undefined || answer === undefined) return [];
  const room = budgetTokens - measure(question);
  if (room <= 0 || room < budgetTokens / 2 || answer.message.role !== 'assistant') return [];
  if (measure(answer) <= room) return [question, answer];
  const { content } = answer.message;
  return typeof content === 'string' ? [question, keepEnd(content, measure(answer), room)] : [];
}

function shortenContinued(turn: Turn, budgetTokens: number): RememberedMessage[] {
  const shortened = shorten(turn, budgetTokens);
  const answer = turn.at(-1);
  if (shortened.length > 0 || answer === undefined) return shortened;
  const { content } = answer.message;
  if (measure(answer) <= budgetTokens || typeof content !== 'string') return [LOST_QUESTION, answer];
  return [LOST_QUESTION, keepEnd(content, measure(answer), budgetTokens)];
}

function keepEnd(content: string, tokens: number, roomTokens: number): RememberedMessage {
  const cut = content.length - Math.floor((content.length * roomTokens) / tokens);
  const isInsidePair = (content.charCodeAt(cut) & 0xfc00) === 0xdc00;
  const end = content.slice(isInsidePair ? cut + 1 : cut);
  const kept: RememberedMessage = {
    message: { role: 'assistant', content: `…${end}` },
    tokens: roomTokens,
  };
  // The end may be denser than the whole.
  return measure(kept) > roomTokens && end !== '' ? keepEnd(end, measure(kept), roomTokens) : kept;
}
