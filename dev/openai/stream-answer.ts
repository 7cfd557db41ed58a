/** A completion as a stream of server-sent events, with the faults that strike a stream. */
import { alterCompletion } from './altered-completion.ts';
import { type Completion, toCallDeltas, toChunk, toUsageChunk } from './completion.ts';
import type { Exchange } from './exchange.ts';
import { hashText } from './pace.ts';
import { findBreak } from './stream-break.ts';

const DEFAULT_DRIP_MS = 100;
const HEADERS = { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' };

export async function streamAnswer(completion: Completion, exchange: Exchange): Promise<void> {
  const { faults, pace } = exchange;
  exchange.head(200, HEADERS);
  if (faults.hangAfterHeaders !== undefined) return exchange.waitForClient();
  if (faults.drip !== undefined) {
    return drip(exchange, ': still here\n\n', faults.drip.everyMs ?? DEFAULT_DRIP_MS);
  }
  if (!(await exchange.wait(pace.firstTokenMs + (faults.delayFirstToken?.ms ?? 0)))) return;

  const spoken = alterCompletion(completion, faults);
  const first = { role: 'assistant' as const, content: spoken.calls.length > 0 ? null : '', refusal: null };
  if (!(await exchange.write(frameOfEach(spoken, first)))) return;
  for (const delta of toCallDeltas(spoken)) {
    if (!(await exchange.write(frameOfEach(spoken, { tool_calls: [delta] })))) return;
  }
  const seed = hashText(completion.tokens.join(''));
  const break_ = findBreak(faults, (text) => frame(toChunk(spoken, { content: text }, null)));
  for (const [index, token] of spoken.tokens.entries()) {
    if (index === break_?.afterTokens) return break_.strike(exchange);
    if (!(await exchange.wait(pace.tokenMs(index, seed) + (faults.slowTokens?.ms ?? 0)))) return;
    if (!(await exchange.write(frameOfEach(spoken, { content: token })))) return;
    exchange.record.tokensSent += 1;
  }
  // It comes after the last token at the latest.
  if (break_ !== null) return break_.strike(exchange);

  const ending = [frameOfEach(spoken, {}, spoken.finishReason)];
  if (completion.request.includeUsage && faults.noUsage === undefined)
    ending.push(frame(toUsageChunk(spoken)));
  if (faults.noDone === undefined) ending.push('data: [DONE]\n\n');
  await exchange.end(ending.join(''));
}

/** Writes `filler` until the client leaves. */
export async function drip(exchange: Exchange, filler: string, everyMs: number): Promise<void> {
  while (await exchange.write(filler)) {
    if (!(await exchange.wait(everyMs))) return;
  }
}

/** The same for every choice that was asked for. */
function frameOfEach(
  completion: Completion,
  delta: Parameters<typeof toChunk>[1],
  finishReason: string | null = null,
): string {
  const indices = Array.from({ length: completion.request.choices }, (_, index) => index);
  return indices.map((index) => frame(toChunk(completion, delta, finishReason, index))).join('');
}

function frame(value: unknown): string {
  return `data: ${JSON.stringify(value)}\n\n`;
}
