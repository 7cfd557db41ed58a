/** A completion as one JSON body, with the faults that strike it. */
import { alterCompletion } from './altered-completion.ts';
import { failureOf } from './api-error.ts';
import { type Completion, toBody } from './completion.ts';
import type { Exchange } from './exchange.ts';
import { hashText } from './pace.ts';
import { drip } from './stream-answer.ts';

const HEADERS = { 'content-type': 'application/json' };

export async function jsonAnswer(completion: Completion, exchange: Exchange): Promise<void> {
  const { faults, pace } = exchange;
  if (faults.errorChunk !== undefined) return sendError(exchange, 500);
  if (faults.garbage !== undefined) {
    exchange.head(200, HEADERS);
    return exchange.end('<html>502 Bad Gateway</html>');
  }
  if (faults.hangAfterHeaders !== undefined) {
    exchange.head(200, HEADERS);
    return exchange.waitForClient();
  }
  if (faults.drip !== undefined) {
    // White space before the value is still JSON: progress of bytes without progress of the answer.
    exchange.head(200, HEADERS);
    return drip(exchange, ' ', faults.drip.everyMs ?? 100);
  }
  const spoken = alterCompletion(completion, faults);
  const seed = hashText(spoken.tokens.join(''));
  const slowMs = faults.slowTokens?.ms ?? 0;
  const typingMs = spoken.tokens.reduce((sum, _token, index) => sum + pace.tokenMs(index, seed) + slowMs, 0);
  if (!(await exchange.wait(pace.firstTokenMs + typingMs + (faults.delayFirstToken?.ms ?? 0)))) return;

  const body = Buffer.from(JSON.stringify(toBody(spoken, faults.noUsage === undefined)));
  const half = body.subarray(0, body.length / 2);
  exchange.head(200, HEADERS);
  if (faults.stall !== undefined) {
    await exchange.write(half);
    return exchange.waitForClient();
  }
  const cut = faults.closeMidFrame ?? faults.closeMidCharacter;
  if (cut !== undefined) {
    if (cut.clean === true) return exchange.end(half);
    if (await exchange.write(half)) await exchange.cut();
    return;
  }
  exchange.record.tokensSent = spoken.tokens.length;
  await exchange.end(body);
}

export async function sendError(exchange: Exchange, status: number, retryAfterSec?: number): Promise<void> {
  const { body } = failureOf(status);
  exchange.head(status, {
    ...HEADERS,
    ...(retryAfterSec === undefined
      ? {}
      : { 'retry-after': String(retryAfterSec), 'retry-after-ms': String(retryAfterSec * 1_000) }),
  });
  await exchange.end(JSON.stringify(body));
}

export async function sendJsonBody(
  exchange: Exchange,
  answer: { status: number; body: unknown },
): Promise<void> {
  exchange.head(answer.status, HEADERS);
  await exchange.end(JSON.stringify(answer.body));
}
