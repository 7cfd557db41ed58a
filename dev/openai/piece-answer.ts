/** Answers that come in pieces as they are made, events or bytes, with the faults that strike a stream. */

import { alterBody } from './altered-body.ts';
import { failureOf } from './api-error.ts';
import { sendError } from './body-answer.ts';
import type { Exchange } from './exchange.ts';
import type { OpenAiFaults } from './faults.ts';
import { drip } from './stream-answer.ts';
import { breakOff, findBreak, type StreamBreak } from './stream-break.ts';

const EVENT_HEADERS = { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' };
const DEFAULT_DRIP_MS = 100;

interface StreamEvent {
  type: string;
  [field: string]: unknown;
}

/** One frame each, no `[DONE]` behind the last: the events name their own end. */
export async function streamEvents(exchange: Exchange, events: AsyncIterable<StreamEvent>): Promise<void> {
  const { faults } = exchange;
  exchange.head(200, EVENT_HEADERS);
  if (faults.hangAfterHeaders !== undefined) return exchange.waitForClient();
  if (faults.drip !== undefined) {
    return drip(exchange, ': still here\n\n', faults.drip.everyMs ?? DEFAULT_DRIP_MS);
  }
  const break_ = findBreak(faults, (text) => frame({ type: 'transcript.text.delta', delta: text }));
  await writePieces(exchange, framesOf(events, faults), break_);
}

/** A file of unknown length, piece by piece. Where making it fails, the connection is closed under it. */
export async function streamBytes(
  exchange: Exchange,
  contentType: string,
  pieces: AsyncIterable<Buffer>,
): Promise<void> {
  const { faults } = exchange;
  // Inside sound there is no place for an error: one that comes in time is a status, and a late one is a cut.
  if (faults.errorChunk?.afterTokens === 0) return sendError(exchange, 500);
  exchange.head(200, { 'content-type': contentType });
  if (faults.hangAfterHeaders !== undefined) return exchange.waitForClient();
  if (faults.drip !== undefined) return drip(exchange, '\0', faults.drip.everyMs ?? DEFAULT_DRIP_MS);
  if (faults.garbage !== undefined) return exchange.end('<html>502 Bad Gateway</html>');
  try {
    await writePieces(exchange, faults.empty === undefined ? pieces : nothing(), findCut(faults));
  } catch (error) {
    console.error(`OpenAI stand-in: an answer broke off: ${error}`);
    await exchange.cut();
  }
}

async function writePieces(
  exchange: Exchange,
  pieces: AsyncIterable<string | Buffer>,
  break_: StreamBreak | null,
): Promise<void> {
  const { faults, record } = exchange;
  if (!(await exchange.wait(faults.delayFirstToken?.ms ?? 0))) return;
  for await (const piece of pieces) {
    if (record.tokensSent === break_?.afterTokens) return break_.strike(exchange);
    if (!(await exchange.wait(faults.slowTokens?.ms ?? 0))) return;
    if (!(await exchange.write(piece))) return;
    record.tokensSent += 1;
  }
  // It comes after the last piece at the latest.
  if (break_ !== null) return break_.strike(exchange);
  await exchange.end();
}

async function* framesOf(events: AsyncIterable<StreamEvent>, faults: OpenAiFaults): AsyncGenerator<string> {
  for await (const event of events) {
    const isDelta = event.type.endsWith('.delta');
    if (isDelta && faults.empty !== undefined) continue;
    yield frame(isDelta ? event : alterBody(event, faults));
  }
}

function findCut({ stall, closeMidFrame, closeMidCharacter, errorChunk }: OpenAiFaults): StreamBreak | null {
  const cut = closeMidFrame ?? closeMidCharacter ?? errorChunk;
  const strike = stall ?? cut;
  if (strike === undefined) return null;
  return {
    afterTokens: strike.afterTokens ?? 1,
    strike(exchange) {
      if (stall !== undefined) return exchange.waitForClient();
      return breakOff(exchange, Buffer.of(0), cut !== undefined && 'clean' in cut && cut.clean === true);
    },
  };
}

export function errorEvent(): StreamEvent {
  return { type: 'error', ...failureOf(500).body };
}

async function* nothing(): AsyncGenerator<Buffer> {}

function frame(value: unknown): string {
  return `data: ${JSON.stringify(value)}\n\n`;
}
