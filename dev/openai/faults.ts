/**
 * The ways in which a model provider fails, as far as Libra must survive them. Types alone.
 *
 * Each fault may be narrowed: `count` strikes only the next so many requests, `model` only requests for that model,
 * `when` only requests whose body meets a condition.
 */
import type { FaultCondition } from './fault-condition.ts';

export interface Strike {
  /** Strikes only this many requests. Nothing: all of them. */
  count?: number;
  /** Strikes only requests for this model. Nothing: any. */
  model?: string;
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

/** `{}` is a healthy provider. Faults combine where that makes sense, e.g. `delay` with `status`. */
export interface OpenAiFaults {
  /** The connection is reset before a byte of the answer. */
  refuse?: Strike;
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
