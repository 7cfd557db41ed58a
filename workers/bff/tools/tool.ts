/**
 * A tool that Libra itself runs. Types, and the bounds that hold for every tool.
 *
 * A tool needs no care for these: the loop checks the arguments against `parameters` before `run`, ends a tool that hangs
 * (`context.signal`), makes a result of whatever it throws, cuts what is too long, and frames the result as data. What a
 * tool is made with (configuration, an API key) is given to the function that creates it.
 */
import type { Caller, Locale } from '../../../shared/contract/caller.ts';
import type { Source } from '../../../shared/contract/libra.ts';
import type { JsonRecord } from '../../../shared/json.ts';

export interface Tool {
  /** `^[a-z_]{1,64}$` */
  name: string;
  /** For the model: what it does and when to call it. */
  description: string;
  /** A JSON Schema (2020-12) of type `object`. */
  parameters: JsonRecord;
  /**
   * It changes nothing outside: it may run beside others, and again after a crash. A tool that writes would need the person's
   * approval of each call, for which there is no way yet; so there is no other kind.
   */
  kind: 'reads';
  /** What a person is told that it works on, while it does: a host, a search. At most `MAX_SUBJECT_CHARS` are shown. */
  subject?(args: JsonRecord): string | null;
  /** `args` meets `parameters`. Never throws for an expected failure: that is a result which the model can read. */
  run(args: JsonRecord, context: ToolContext): Promise<ToolResult>;
}

export interface ToolContext {
  /** Aborted when the answer is stopped or its time is up. */
  signal: AbortSignal;
  /** Unix milliseconds. */
  now: () => number;
  /** An integer from 0 to below `below`, from a source that nobody can foresee. */
  randomInt: (below: number) => number;
  /** The caller's; English for an API client. */
  locale: Locale;
  /** An IANA name; null when it is not known. */
  timeZone: string | null;
  /** Null for an API client. */
  caller: Caller | null;
  fetch: typeof fetch;
}

export interface ToolResult {
  ok: boolean;
  /** For the model, in English: text or JSON. Cut at `MAX_RESULT_BYTES`. */
  content: string;
  /** What the content was taken from, for the reader. */
  sources?: ToolSource[];
}

export type ToolSource = Source;

export const MAX_RESULT_BYTES = 8_192;
export const MAX_SUBJECT_CHARS = 80;
