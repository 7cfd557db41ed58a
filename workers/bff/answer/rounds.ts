/**
 * The loop over model calls: each is asked with what the ones before it have said, until one gives text for the reader.
 * A round is paid from the budget before it is made: the admission has paid for the first.
 */

import type { PriceFinder, Terms } from '../../../shared/catalogue/price.ts';
import type { ChatMessage, ToolCall } from '../../../shared/chat/messages.ts';
import { withoutThoughts } from '../../../shared/chat/thinking.ts';
import { type Failure, isModerated } from '../../../shared/contract/failure.ts';
import type { TurnMessage } from '../conversation/message-row.ts';
import type { LearnedEstimates } from '../limits/learned.ts';
import { toCallMessages, toRemembered } from '../tools/call-messages.ts';
import type { CallRunner, UsedTools } from '../tools/call-runner.ts';
import type { RoundKind } from '../tools/request-fields.ts';
import { type Bill, createBill } from './bill.ts';
import type { Closing } from './closing.ts';
import type { Collected } from './collect.ts';
import { AnswerAborted, type Ended, endOfAborted, failureOf, outcomeOf } from './end.ts';
import { mergeRounds, ROUND_BREAK } from './merge.ts';
import { type AnswerParts, createParts } from './parts.ts';
import { type BegunRound, beginRound, type RoundDeps, type RoundResult } from './round.ts';

/** The last of them is offered none of Libra's tools, so that the model answers. */
export const MAX_ROUNDS = 5;

export interface FinishedRound extends RoundResult {
  bill: Bill;
  /** From its beginning to its end. */
  totalMs: number;
}

/** All rounds of an answer, in their order; there is at least one. */
export interface Rounds extends Ended {
  finished: FinishedRound[];
  /** The answer as its reader gets it. */
  collected: Collected;
  /** What they add to the conversation. */
  said: TurnMessage[];
  used: UsedTools;
}

export interface RoundsDeps {
  prompt: readonly ChatMessage[];
  /** For a model that cannot read as much as the first; null when there is nothing to leave out. */
  shorterPrompt: readonly ChatMessage[] | null;
  /** The most that a call can use: its prompt, and all that it may write. */
  boundPrompt: (messages: readonly ChatMessage[]) => number;
  completionBound: number;
  terms?: Terms;
  findPrice: PriceFinder;
  ask: (messages: ChatMessage[], options: RoundKind & { isHeld: boolean }) => RoundDeps;
  /** Called with what the provider has counted of the first round's prompt. */
  onCounted: LearnedEstimates['learn'] | undefined;
  /** Absent: whatever the first call gives is for the reader. */
  tools?: RoundTools;
  /** Unix milliseconds: when the request came. The first round takes its time from there. */
  startedAtMs: number;
  now: () => number;
  /** Called exactly once, when nothing more will be collected. Gives what closes an answer that came to its end. */
  finish: (rounds: Rounds) => Closing;
}

export interface RoundTools {
  runner: CallRunner;
  /** True for a call of the client's own: it ends the answer, and goes out to the client. */
  isForClient: (call: ToolCall) => boolean;
  /** Pays for a round after the first, before it is made. Null: it may be made. */
  admit: (messages: readonly ChatMessage[], bills: readonly Bill[]) => Promise<Failure | null>;
  /** That of the answer. */
  signal: AbortSignal;
}

/** `closing` is null for an answer that did not come to its end. */
export interface Conclusion extends Ended {
  closing: Closing | null;
}

/** An answer that is being written. */
export interface LiveAnswer {
  kind: 'live';
  /** What goes out to the client; of an answer that is not relayed there is nothing. */
  parts: Pick<AnswerParts, 'next'>;
  /** Never rejects. */
  conclusion: Promise<Conclusion>;
}

/** Asks the model: its answer, or why there is none. */
export async function startRounds(
  deps: RoundsDeps,
): Promise<{ ok: true; live: LiveAnswer } | { ok: false; failure: Failure }> {
  const first = Promise.withResolvers<BegunRound>();
  const parts = createParts();
  const conclusion = runRounds(deps, parts, first.resolve).finally(parts.end);
  conclusion.catch(first.reject);
  const begun = await first.promise;
  if (begun.ok) return { ok: true, live: { kind: 'live', parts, conclusion } };
  const failure = failureOf((await conclusion).end);
  return { ok: false, failure: failure ?? { code: 'internal' } };
}

/** How far an answer has come. */
interface Course {
  finished: FinishedRound[];
  said: TurnMessage[];
  /** Those that fit the model. */
  prompts: Pick<RoundsDeps, 'prompt' | 'shorterPrompt'>;
  /** Calls of the client's own tools, with which the answer has ended. */
  forClient: readonly ToolCall[];
  parts: AnswerParts;
}

async function runRounds(
  deps: RoundsDeps,
  parts: AnswerParts,
  onBegun: (begun: BegunRound) => void,
): Promise<Conclusion> {
  const course: Course = { finished: [], said: [], prompts: deps, forClient: [], parts };
  let ended: Ended | null = null;
  while (ended === null) {
    ended = (await admit(deps, course)) ?? (await runRound(deps, course, onBegun));
  }
  const last = course.finished.at(-1);
  if (last !== undefined && ownCalls(deps, last).length > 0) {
    parts.push({ kind: 'calls', calls: course.forClient, of: last.collected });
  }
  const closing = deps.finish(toRounds(deps, course, ended));
  return { ...ended, closing: failureOf(ended.end) === null ? closing : null };
}

/** The admission of the request has paid for the first. */
async function admit({ tools }: RoundsDeps, { finished, prompts, said }: Course): Promise<Ended | null> {
  if (tools === undefined || finished.length === 0) return null;
  const bills = finished.map(({ bill }) => bill);
  const failure = await tools.admit([...prompts.prompt, ...said], bills);
  return failure === null ? null : { end: { kind: 'failed', failure }, isTold: false };
}

/** One model call, and the calls of tools that it makes. Null: another one follows. */
async function runRound(
  deps: RoundsDeps,
  course: Course,
  onBegun: (begun: BegunRound) => void,
): Promise<Ended | null> {
  const { tools } = deps;
  const { finished, said, parts } = course;
  const isFirst = finished.length === 0;
  const offersTools = tools !== undefined && finished.length + 1 < MAX_ROUNDS && !tools.runner.isOver();
  const startedAtMs = isFirst ? deps.startedAtMs : deps.now();
  const { begun, messages } = await beginFitting(deps, course, { isFirst, offersTools });
  if (begun.ok && begun.round.body !== null) {
    parts.push({ kind: 'body', body: begun.round.body, drain: begun.round.drain });
  }
  onBegun(begun);
  const result = begun.ok ? await begun.round.result : begun.result;
  const round = finishRound(deps, result, { messages, startedAtMs });
  finished.push(round);
  const { usage, answeredBy, text, choices } = result.collected;
  if (isFirst && usage !== null) deps.onCounted?.(answeredBy, messages, usage.prompt_tokens);

  const calls = ownCalls(deps, round);
  course.forClient = calls.filter((call) => tools?.isForClient(call));
  const results =
    tools !== undefined && offersTools && calls.length > 0 && course.forClient.length === 0
      ? await tools.runner.run(calls, (state) => parts.push({ kind: 'tool', state, of: result.collected }))
      : null;
  if (results === null || tools?.signal.aborted === true) {
    said.push(...messagesOf(result));
    return results === null ? result : endOfStopped(tools?.signal);
  }
  said.push(
    ...toCallMessages({ text: withoutThoughts(text), thoughts: thoughtsOf(choices) }, calls, results),
  );
  if (text.trim() !== '') parts.push({ kind: 'text', text: ROUND_BREAK, of: result.collected });
  return null;
}

function finishRound(
  { boundPrompt, completionBound, terms = {}, findPrice, now }: RoundsDeps,
  result: RoundResult,
  { messages, startedAtMs }: { messages: readonly ChatMessage[]; startedAtMs: number },
): FinishedRound {
  const bound = { promptTokens: boundPrompt(messages), completionTokens: completionBound, terms };
  const bill = createBill(result.collected, outcomeOf(result.end), bound, findPrice);
  return { ...result, bill, totalMs: now() - startedAtMs };
}

/** What of a whole round are calls, where tools are offered: an answer that was cut may have cut one in the middle. */
function ownCalls({ tools }: RoundsDeps, round: FinishedRound): readonly ToolCall[] {
  if (tools === undefined || round.end.kind !== 'whole' || round.end.finishReason === 'length') return [];
  return round.collected.toolCalls;
}

/** One form of them is enough, and that of OpenRouter is signed. */
function thoughtsOf(choices: Collected['choices']) {
  const { reasoning_content: text, reasoning_details: details } =
    choices.find(({ index }) => index === 0)?.message ?? {};
  if (details !== undefined) return { reasoning_details: details };
  return text === undefined ? {} : { reasoning_content: text };
}

function endOfStopped(signal: AbortSignal | undefined): Ended {
  const reason: unknown = signal?.reason;
  const end = endOfAborted(reason instanceof AnswerAborted ? reason : new AnswerAborted('client_gone'));
  return { end, isTold: false };
}

function toRounds({ tools }: RoundsDeps, course: Course, ended: Ended): Rounds {
  const { finished, forClient } = course;
  const failure = failureOf(ended.end);
  const all = failure !== null && isModerated(failure) ? [] : course.said;
  const said = toRemembered(all, tools?.runner.unkept());
  const collected = finished.map((round) => round.collected);
  const [first] = collected;
  if (first === undefined) throw new Error('An answer has ended before its first round');
  return {
    ...ended,
    finished,
    collected: tools === undefined ? first : mergeRounds([first, ...collected.slice(1)], forClient),
    // Results without a word that was made of them are no answer.
    said: said.some(({ role, content }) => role === 'assistant' && content !== null) ? said : [],
    used: tools?.runner.used() ?? { names: [], sources: [], proposed: [] },
  };
}

/** A prompt that does not fit the model is asked once more, shorter: together that is one call, as with a fallback. */
async function beginFitting(
  { ask }: RoundsDeps,
  course: Course,
  kind: RoundKind,
): Promise<{ begun: BegunRound; messages: ChatMessage[] }> {
  const { prompt, shorterPrompt } = course.prompts;
  const messages = [...prompt, ...course.said];
  const begun = await beginRound(ask(messages, { ...kind, isHeld: shorterPrompt !== null }));
  if (shorterPrompt === null || !isTooLong(begun)) return { begun, messages };
  course.prompts = { prompt: shorterPrompt, shorterPrompt: null };
  const fewer = [...shorterPrompt, ...course.said];
  return { begun: await beginRound(ask(fewer, { ...kind, isHeld: false })), messages: fewer };
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
