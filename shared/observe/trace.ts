/**
 * W3C Trace Context: one trace id joins the log lines of all Workers for one interaction.
 * Source: https://www.w3.org/TR/trace-context/#traceparent-header
 */
export interface Trace {
  /** 32 hexadecimal digits. */
  traceId: string;
  /** 16 hexadecimal digits: this Worker's part of the trace. */
  spanId: string;
}

const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}$/;
const ZEROS = /^0+$/;

export function createTrace(): Trace {
  return { traceId: randomHex(32), spanId: randomHex(16) };
}

/** Continues the trace of a `traceparent` header with a span of its own; a missing or malformed header starts a new one. */
export function continueTrace(traceparent: string | null | undefined): Trace {
  const match = TRACEPARENT.exec(traceparent ?? '');
  const [, traceId, parentId] = match ?? [];
  // Ids of zeros alone are invalid by the standard.
  if (traceId === undefined || parentId === undefined || ZEROS.test(traceId) || ZEROS.test(parentId)) {
    return createTrace();
  }
  return { traceId, spanId: randomHex(16) };
}

export function formatTraceparent(trace: Trace): string {
  return `00-${trace.traceId}-${trace.spanId}-01`;
}

/** Drawn for many traces at once: a draw for each takes 7 µs of CPU. */
const DRAWN_BYTES = 2_400;
let drawn = '';
let used = 0;

function randomHex(digits: number): string {
  if (used + digits > drawn.length) {
    drawn = crypto.getRandomValues(new Uint8Array(DRAWN_BYTES)).toHex();
    used = 0;
  }
  used += digits;
  return drawn.slice(used - digits, used);
}
