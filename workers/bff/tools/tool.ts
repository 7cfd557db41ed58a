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

export type Tool = ReadingTool | WritingTool;

interface DescribedTool {
  /** `^[a-zA-Z0-9_-]{1,64}$`; Libra's own have small letters and underscores. */
  name: string;
  /** For the model: what it does and when to call it. */
  description: string;
  /** A JSON Schema (2020-12) of type `object`. */
  parameters: JsonRecord;
  /** Whom it may be offered to; null for an API client. Absent: everyone. */
  isFor?(caller: Caller | null): boolean;
  /** Its description and schema are a stranger's. */
  isForeign?: true;
}

/** It changes nothing outside: it may run beside others, and again after a crash. */
export interface ReadingTool extends DescribedTool {
  kind: 'reads';
  /** False: its results are not remembered with the conversation, because they are what other people have said. Absent: they are. */
  isKept?: false;
  /** Its results hold nothing that others have written. */
  readsNothing?: true;
  /** The same call once more gives something else. */
  variesByCall?: true;
  /** What a person is told that it works on, while it does: a host, a search. At most `MAX_SUBJECT_CHARS` are shown. */
  subject?(args: JsonRecord): string | null;
  /** `args` meets `parameters`. Never throws for an expected failure: that is a result which the model can read. */
  run(args: JsonRecord, context: ToolContext): Promise<ToolResult>;
}

/**
 * It changes something outside. Each call waits for the press of the person who asked (shared/contract/actions.ts): in the
 * rounds of an answer nothing but `propose` runs, and the model is told that nothing has been done.
 */
export type WritingTool = BotTool | BffTool;

interface ProposingTool extends DescribedTool {
  kind: 'writes';
  /**
   * Checks what the schema cannot say, and gives the arguments as the person is to see them. Changes nothing. Absent: every
   * call that meets the schema is proposed as it is.
   */
  propose?(args: JsonRecord, context: ToolContext): Proposal;
}

/** The bot carries it out, where it says so in `libra.actions`. */
export interface BotTool extends ProposingTool {
  by: 'bot';
}

/** The bff carries it out once the person has approved it, at the bot's call to `ACTION_RUN_PATH`. */
export interface BffTool extends ProposingTool {
  by: 'bff';
  /** Of a tool that is not Libra's own: where it runs, as the person is told. */
  server?: string;
  /** Never called twice for one proposal. As with a tool that reads, no expected failure throws. */
  run(args: JsonRecord, context: ToolContext): Promise<ToolResult>;
}

export type Proposal =
  /** `told`: to the model, in the place of the sentence that the person decides. */
  | { ok: true; args: JsonRecord; told?: string }
  /** For the model: what is wrong with the call. */
  | { ok: false; content: string };

export interface ToolContext {
  /** Aborted when the answer is stopped or its time is up. */
  signal: AbortSignal;
  /** Unix milliseconds. */
  now: () => number;
  /** An integer from 0 to below `below`, from a source that nobody can foresee. */
  randomInt: (below: number) => number;
  /** The caller's; English for an API client. */
  locale: Locale;
  /** The model has been shown text of others, by a tool or with the question. Absent: it has not. */
  hasRead?: () => boolean;
  /** The answer is seen by its person alone, in a place of others: what is posted there they would see. Absent: it is not. */
  isHidden?: true;
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
