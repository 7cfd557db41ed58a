/**
 * The loop over model calls: each is asked with what the ones before it have said, until one gives text for the reader.
 * A round is paid from the budget before it is made: the admission has paid for the first.
 */

import type { PriceFinder } from '../../../shared/catalogue/price.ts';
import type { ChatMessage } from '../../../shared/chat/messages.ts';
import { withoutThoughts } from '../../../shared/chat/thinking.ts';
import type { Failure } from '../../../shared/contract/failure.ts';
import type { TurnMessage } from '../conversation/message-row.ts';
import type { LearnedEstimates } from '../limits/learned.ts';
import { type Bill, createBill } from './bill.ts';

import type { Closing } from './closing.ts';
import { type Ended, failureOf, outcomeOf } from './end.ts';
import { type BegunRound, beginRound, type RoundDeps, type RoundResult } from './round.ts';

/** The model is offered no tools, so whatever its first call gives is for the reader. */
const MAX_ROUNDS = 1;

export interface FinishedRound extends RoundResult {
  bill: Bill;
}

/** All rounds of an answer, in their order; there is at least one. */
export interface Rounds {
  finished: FinishedRound[];
  last: FinishedRound;
  /** What they add to the conversation. */
  said: TurnMessage[];
}

export interface RoundsDeps {
  prompt: readonly ChatMessage[];
  /** For a model that cannot read as much as the first; null when there is nothing to leave out. */
  shorterPrompt: readonly ChatMessage[] | null;
  /** The most that a call can use: its prompt, and all that it may write. */
  boundPrompt: (messages: readonly ChatMessage[]) => number;
  completionBound: number;
  findPrice: PriceFinder;
  ask: (messages: ChatMessage[], options: { isHeld: boolean }) => RoundDeps;
  /** Called with what the provider has counted of a round's prompt. */
  onCounted: LearnedEstimates['learn'] | undefined;
  /** Called exactly once, when nothing more will be collected. Gives what closes an answer that came to its end. */
  finish: (rounds: Rounds) => Closing;
}

/** `closing` is null for an answer that did not come to its end. */
export interface Conclusion extends Ended {
  closing: Closing | null;
}

/** An answer that is being written. */
export interface LiveAnswer {
  kind: 'live';
  /** The client's bytes: whole frames, without the end. Null when they are not relayed. */
  body: ReadableStream<Uint8Array> | null;
  /** The body has been relayed. */
  drain: () => void;
  /** Never rejects. */
  conclusion: Promise<Conclusion>;
}

/** Asks the model: its answer, or why there is none. */
export async function startRounds(
  deps: RoundsDeps,
): Promise<{ ok: true; live: LiveAnswer } | { ok: false; failure: Failure }> {
  const first = Promise.withResolvers<BegunRound>();
  const conclusion = runRounds(deps, first.resolve);
  conclusion.catch(first.reject);
  const begun = await first.promise;
  if (begun.ok) {
    return { ok: true, live: { kind: 'live', body: begun.round.body, drain: begun.round.drain, conclusion } };
  }
  const failure = failureOf((await conclusion).end);
  return { ok: false, failure: failure ?? { code: 'internal' } };
}

async function runRounds(deps: RoundsDeps, onBegun: (begun: BegunRound) => void): Promise<Conclusion> {
  const finished: FinishedRound[] = [];
  const said: TurnMessage[] = [];
  let last: FinishedRound;
  do {
    const { begun, messages } = await beginFitting(deps, said);
    onBegun(begun);
    const result = begun.ok ? await begun.round.result : begun.result;
    const bound = { promptTokens: deps.boundPrompt(messages), completionTokens: deps.completionBound };
    const bill = createBill(result.collected, outcomeOf(result.end), bound, deps.findPrice);
    const { usage, answeredBy } = result.collected;
    if (usage !== null) deps.onCounted?.(answeredBy, messages, usage.prompt_tokens);
    last = { ...result, bill };
    finished.push(last);
    said.push(...messagesOf(result));
  } while (finished.length < MAX_ROUNDS && last.collected.toolCalls.length > 0);
  const closing = deps.finish({ finished, last, said });
  const { end, isTold } = last;
  return { end, isTold, closing: failureOf(end) === null ? closing : null };
}

/** A prompt that does not fit the model is asked once more, shorter: together that is one call, as with a fallback. */
async function beginFitting(
  { prompt, shorterPrompt, ask }: RoundsDeps,
  said: readonly TurnMessage[],
): Promise<{ begun: BegunRound; messages: ChatMessage[] }> {
  const messages = [...prompt, ...said];
  const begun = await beginRound(ask(messages, { isHeld: shorterPrompt !== null }));
  if (shorterPrompt === null || !isTooLong(begun)) return { begun, messages };
  const fewer = [...shorterPrompt, ...said];
  return { begun: await beginRound(ask(fewer, { isHeld: false })), messages: fewer };
}

function isTooLong(begun: BegunRound): boolean {
  return !begun.ok && failureOf(begun.result.end)?.code === 'context_length_exceeded';
}

/**
 * What is remembered of a round: never what the model thought. Tool calls without their results are no part of the
 * conversation, either: a provider would refuse the prompt.
 */
function messagesOf({ collected: { text } }: RoundResult): TurnMessage[] {
  const content = withoutThoughts(text);
  return content.trim() === '' ? [] : [{ role: 'assistant', content }];
}
