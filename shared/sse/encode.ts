/**
 * Server-sent events, writing side: whole frames only, as text. Pure.
 *
 * A frame is never handed out in halves, so frames and comments that are interleaved stay whole.
 * Source: https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
 */

/** Headers of every event stream. `no-transform` and `x-accel-buffering` keep proxies from holding tokens back. */
export const SSE_HEADERS: Readonly<Record<string, string>> = Object.freeze({
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-cache, no-transform',
  'x-accel-buffering': 'no',
});

/** The parser treats all three as the end of a line, so none of them may stand inside one. */
const LINE_BREAK = /\r\n|\r|\n/;

/**
 * One whole frame from an already serialised text (a JSON text or `[DONE]`).
 * A text of several lines becomes several `data:` lines; the reader joins them with LF again (CR and CRLF arrive as LF).
 */
export function encodeData(data: string): string {
  return `${prefixLines('data: ', data)}\n\n`;
}

/** The same with the event's name, which has no line break. */
export function encodeEvent(name: string, data: string): string {
  return `event: ${name}\n${encodeData(data)}`;
}

/** A comment, which readers skip: a heartbeat, or the first bytes that make a runtime send its headers. */
export function encodeComment(text: string): string {
  return `${prefixLines(': ', text)}\n\n`;
}

function prefixLines(prefix: string, text: string): string {
  // Serialised JSON has no raw line break: the usual frame is one concatenation.
  if (!LINE_BREAK.test(text)) return prefix + text;
  return text
    .split(LINE_BREAK)
    .map((line) => prefix + line)
    .join('\n');
}
