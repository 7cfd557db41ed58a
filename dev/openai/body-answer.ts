/** An answer in one body, with the faults that strike a body. */
import { failureOf } from './api-error.ts';
import type { Exchange } from './exchange.ts';
import { drip } from './stream-answer.ts';

const JSON_HEADERS = { 'content-type': 'application/json' };

export interface BodyAnswer {
  body: string | Buffer;
  headers?: Record<string, string>;
  /** How long the headers wait for the answer, in milliseconds. */
  waitMs?: number;
  /** Recorded as sent once the whole body is on its way. */
  tokens?: number;
}

export async function sendBody(exchange: Exchange, answer: BodyAnswer): Promise<void> {
  const { faults } = exchange;
  const headers = answer.headers ?? JSON_HEADERS;
  if (faults.errorChunk !== undefined) return sendError(exchange, 500);
  if (faults.garbage !== undefined) {
    exchange.head(200, headers);
    return exchange.end('<html>502 Bad Gateway</html>');
  }
  if (faults.hangAfterHeaders !== undefined) {
    exchange.head(200, headers);
    return exchange.waitForClient();
  }
  if (faults.drip !== undefined) {
    // White space before a JSON value is still JSON: progress of bytes without progress of the answer.
    exchange.head(200, headers);
    return drip(exchange, ' ', faults.drip.everyMs ?? 100);
  }
  if (!(await exchange.wait((answer.waitMs ?? 0) + (faults.delayFirstToken?.ms ?? 0)))) return;

  const body = Buffer.from(answer.body as string);
  const half = body.subarray(0, body.length / 2);
  exchange.head(200, headers);
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
  exchange.record.tokensSent = answer.tokens ?? 0;
  await exchange.end(body);
}

export async function sendError(exchange: Exchange, status: number, retryAfterSec?: number): Promise<void> {
  const { body } = failureOf(status);
  exchange.head(status, {
    ...JSON_HEADERS,
    ...(retryAfterSec === undefined
      ? {}
      : { 'retry-after': String(retryAfterSec), 'retry-after-ms': String(retryAfterSec * 1_000) }),
  });
  await exchange.end(JSON.stringify(body));
}

/** Without the faults of a body: for what the stand-in itself refuses. */
export async function sendJsonBody(
  exchange: Exchange,
  answer: { status: number; body: unknown },
): Promise<void> {
  exchange.head(answer.status, JSON_HEADERS);
  await exchange.end(JSON.stringify(answer.body));
}
