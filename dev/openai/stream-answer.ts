/** A completion as a stream of server-sent events, with the faults that strike a stream. */
import { alterCompletion } from './altered-completion.ts';
import { failureOf } from './api-error.ts';
import { type Completion, toCallDeltas, toChunk, toUsageChunk } from './completion.ts';
import type { Exchange } from './exchange.ts';
import type { MidwayStrike, OpenAiFaults } from './faults.ts';
import { hashText } from './pace.ts';

const DEFAULT_AFTER_TOKENS = 3;
const DEFAULT_DRIP_MS = 100;
const HEADERS = { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' };
/** Every character of it takes several bytes, so a cut after the first byte of one is a cut inside it. */
const MULTIBYTE = '가';

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
  const break_ = findBreak(faults, spoken.tokens.length);
  for (const [index, token] of spoken.tokens.entries()) {
    if (index === break_?.afterTokens) return break_.strike(spoken, exchange);
    if (!(await exchange.wait(pace.tokenMs(index, seed) + (faults.slowTokens?.ms ?? 0)))) return;
    if (!(await exchange.write(frameOfEach(spoken, { content: token })))) return;
    exchange.record.tokensSent += 1;
  }
  if (break_ !== null) return break_.strike(spoken, exchange);

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

interface Break {
  afterTokens: number;
  strike(completion: Completion, exchange: Exchange): Promise<void>;
}

/** The fault that ends this stream early, if any. It comes after the last token at the latest. */
function findBreak(faults: OpenAiFaults, tokenCount: number): Break | null {
  const at = (fault: MidwayStrike): number => Math.min(fault.afterTokens ?? DEFAULT_AFTER_TOKENS, tokenCount);
  const { stall, closeMidFrame, closeMidCharacter, errorChunk, garbage } = faults;
  if (stall !== undefined) {
    return { afterTokens: at(stall), strike: (_completion, exchange) => exchange.waitForClient() };
  }
  if (closeMidFrame !== undefined) {
    return {
      afterTokens: at(closeMidFrame),
      strike(completion, exchange) {
        const whole = Buffer.from(frame(toChunk(completion, { content: MULTIBYTE }, null)));
        return breakOff(exchange, whole.subarray(0, whole.length / 2), closeMidFrame.clean);
      },
    };
  }
  if (closeMidCharacter !== undefined) {
    return {
      afterTokens: at(closeMidCharacter),
      strike(completion, exchange) {
        const whole = Buffer.from(frame(toChunk(completion, { content: MULTIBYTE }, null)));
        const cutAt = whole.indexOf(MULTIBYTE) + 1;
        return breakOff(exchange, whole.subarray(0, cutAt), closeMidCharacter.clean);
      },
    };
  }
  if (errorChunk !== undefined) {
    return {
      afterTokens: at(errorChunk),
      strike: (_completion, exchange) => exchange.end(frame(failureOf(500).body)),
    };
  }
  if (garbage !== undefined) {
    return {
      afterTokens: at(garbage),
      strike: (_completion, exchange) =>
        exchange.end(
          'data: {"id":"chatcmpl-\u0000","choices":[{"delta"\n\n<html>502 Bad Gateway</html>\n\ndata: ☠\n\n',
        ),
    };
  }
  return null;
}

async function breakOff(exchange: Exchange, bytes: Buffer, clean: boolean | undefined): Promise<void> {
  if (clean === true) return exchange.end(bytes);
  if (await exchange.write(bytes)) await exchange.cut();
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
