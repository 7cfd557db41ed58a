/**
 * The ways in which a model provider fails, as far as Libra must survive them. Types alone.
 *
 * Each fault may be narrowed: `count` strikes only the next so many requests, `model` only requests for that model,
 * `path` only requests to that path, `when` only requests whose body meets a condition.
 */
import type { FaultCondition } from './fault-condition.ts';

export interface Strike {
  /** Strikes only this many requests. Nothing: all of them. */
  count?: number;
  /** Strikes only requests for this model. Nothing: any. */
  model?: string;
  /** Strikes only requests to this path, e.g. `/v1/moderations`. Nothing: any. */
  path?: string;
  /** Strikes only requests whose body meets this. Nothing: any. */
  when?: FaultCondition;
}

/** A fault in the middle of an answer. */
export interface MidwayStrike extends Strike {
  /** How many tokens have been sent before it; 3 by default. */
  afterTokens?: number;
}

interface CutStrike extends MidwayStrike {
  /** True: the response ends as if it were complete. By default the connection is closed under it. */
  clean?: boolean;
}

/** What `reject` answers: exactly this, but for the headers that every answer of the stand-in has. */
export interface Rejection {
  /** From 200 to 599: a provider may also answer 200 with a page, or with JSON where a stream was asked for. */
  status: number;
  /** A string is sent as it is, any other JSON value as JSON. Nothing: no body. */
  body?: unknown;
  headers?: Record<string, string>;
  /** `text/plain` of a string and `application/json` of a value by default; null: no such header. */
  contentType?: string | null;
}

/** One thing that a `script` does. */
export type ScriptStep =
  /** One frame: a string as it is (`[DONE]`), any other JSON value as JSON. */
  | { data: unknown }
  /** A comment between frames, such as a keep-alive. */
  | { comment: string }
  | { waitMs: number }
  /** These characters and nothing around them, so that a frame can be cut anywhere. */
  | { raw: string }
  /** `reset`: the connection is closed under the answer, after what was sent has arrived. Nothing may follow. */
  | { close: 'clean' | 'reset' };

export interface Script {
  steps: readonly ScriptStep[];
  /** `text/event-stream` by default; null: no such header. */
  contentType?: string | null;
}

/** What `usage` sends in place of the true usage. */
export interface UsageFault {
  /** Any JSON value: zeros, a total that hides reasoning, negative numbers, strings, null. */
  value: unknown;
  /** True: in every chunk of a stream, asked for or not. By default in the chunk that has the true usage. */
  everywhere?: boolean;
}

/** `{}` is a healthy provider. Faults combine where that makes sense, e.g. `delay` with `status`. */
export interface OpenAiFaults {
  /** The connection is reset before a byte of the answer. */
  refuse?: Strike;
  /** Nothing before the faults are replaced, then the answer as usual. */
  hold?: Strike;
  /** Milliseconds before the headers. */
  delay?: Strike & { ms: number };
  /** Milliseconds between the headers and the first token. */
  delayFirstToken?: Strike & { ms: number };
  /** Milliseconds before each token: an answer that comes, and takes for ever. */
  slowTokens?: Strike & { ms: number };
  /** The request is read and nothing ever comes back. */
  hangBeforeHeaders?: Strike;
  /** 200 and headers, then nothing. */
  hangAfterHeaders?: Strike;
  /** 200 and headers, then comments only (in a JSON answer: spaces), one every `everyMs` (100). */
  drip?: Strike & { everyMs?: number };
  /** An error of this status; `retryAfterSec` becomes the header. */
  status?: Strike & { status: number; retryAfterSec?: number };
  /** Any status and body, as they are. */
  reject?: Strike & Rejection;
  /** A stream, frame by frame, in place of the answer; without `close` it ends cleanly, without `[DONE]`. Streams only. */
  script?: Strike & Script;
  /** Silence in the middle of the answer. */
  stall?: MidwayStrike;
  /** The answer breaks off inside a frame. */
  closeMidFrame?: CutStrike;
  /** The answer breaks off inside the bytes of one character. */
  closeMidCharacter?: CutStrike;
  /** An error frame in the middle of the answer, then the end, without `[DONE]`. */
  errorChunk?: MidwayStrike;
  /** Frames that are not JSON, then the end. */
  garbage?: MidwayStrike;
  /** Usage was asked for and does not come. */
  noUsage?: Strike;
  /** Usage that is not true. */
  usage?: Strike & UsageFault;
  /** `max_tokens` and `max_completion_tokens` do not end the answer. */
  ignoreBound?: Strike;
  /** `text` again and again, up to the request's bound or 200,000 characters; `ignoreBound` leaves only the latter. */
  loop?: Strike & { text?: string };
  /** The stream ends without `[DONE]`. */
  noDone?: Strike;
  /** One delta of `bytes` (10 MB) in place of the answer. */
  hugeChunk?: Strike & { bytes?: number };
  /** A complete answer without text. */
  empty?: Strike;
  /** Not a fault of the provider but of the way: the bytes arrive in pieces of `bytes` (1), whatever they cut apart. */
  shred?: Strike & { bytes?: number };
}

export type FaultName = keyof OpenAiFaults;
