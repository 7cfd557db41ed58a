/**
 * One JSON line an event. Fields are numbers, booleans and short identifiers: never a secret, a token,
 * a prompt or an answer. Strings are cut and anything that looks like a credential is masked, as a last line of defence.
 */
import type { Trace } from './trace.ts';

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];
export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>;

export interface Logger {
  debug(event: string, fields?: LogFields): void;
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
  /** The same logger with fields that every line carries. */
  with(fields: LogFields): Logger;
}

export interface LoggerOptions {
  worker: string;
  trace?: Trace;
  level?: LogLevel;
  fields?: LogFields;
  /** Unix milliseconds; the platform's clock by default. */
  now?: () => number;
  /** Receives one line without its newline; `console.log` by default. */
  write?: (line: string) => void;
}

const RANK: Record<LogLevel, number> = { debug: 0, info: 1, warn: 2, error: 3 };
const MAX_FIELD_CHARS = 200;
/** Masked before a text is cut: half a credential no longer looks like one. This much is looked at. */
const MAX_MASKED_CHARS = 2_000;
/** Provider keys, our own API keys, authorization headers, Discord bot tokens, interaction tokens, URLs with a password. */
const CREDENTIAL =
  /\b(?:sk-[\w-]{8,}|lb-[\w-]{20,}|[Bb]earer\s+\S+|Bot\s+[\w.-]{20,}|[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,}|[\w-]{80,}|\w+:\/\/[^\s/@]+@)/g;

export function createLogger(options: LoggerOptions): Logger {
  const { worker, trace, level = 'info', fields = {} } = options;
  const now = options.now ?? Date.now;
  const write = options.write ?? ((line: string) => console.log(line));

  function emit(lineLevel: LogLevel, event: string, extra: LogFields | undefined): void {
    if (RANK[lineLevel] < RANK[level]) return;
    const line: Record<string, unknown> = {
      time: new Date(now()).toISOString(),
      level: lineLevel,
      worker,
      event,
    };
    // One by one: a spread here would cost as much as the rest of the line.
    if (trace !== undefined) {
      line.traceId = trace.traceId;
      line.spanId = trace.spanId;
    }
    if (extra !== undefined) addFields(line, extra);
    addFields(line, fields);
    write(JSON.stringify(line));
  }

  return {
    debug: (event, extra) => emit('debug', event, extra),
    info: (event, extra) => emit('info', event, extra),
    warn: (event, extra) => emit('warn', event, extra),
    error: (event, extra) => emit('error', event, extra),
    with: (more) => createLogger({ ...options, fields: { ...fields, ...more } }),
  };
}

/** What stands in the line already stays: first what every line has, then what this event says, then what the logger adds. */
function addFields(line: Record<string, unknown>, fields: LogFields): void {
  for (const name in fields) {
    const value = fields[name];
    if (value === undefined || Object.hasOwn(line, name)) continue;
    line[name] = typeof value === 'string' ? clean(value) : value;
  }
}

function clean(text: string): string {
  return text.slice(0, MAX_MASKED_CHARS).replace(CREDENTIAL, '[masked]').slice(0, MAX_FIELD_CHARS);
}

/** The name and nothing else: an error's message may hold a URL with a token, a prompt, or a key. */
export function errorName(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}
