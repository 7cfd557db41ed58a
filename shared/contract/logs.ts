/** What the logs Worker keeps: lines of all Workers, and of what was alerted. The console reads both, over the Durable Object itself. */
export interface LogEntry {
  /** ISO 8601. */
  time: string;
  level: string;
  worker: string;
  event: string;
  /** 32 hexadecimal digits; null: of no request. */
  traceId: string | null;
  /** What else the line says. */
  fields: Record<string, string | number | boolean | null>;
}

export const ALERT_KINDS = ['budget', 'circuit', 'provider', 'cleaning', 'test'] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];

export interface Alert {
  kind: AlertKind;
  /** Which budget, circuit, provider. */
  subject: string;
}

export interface RaisedAlert extends Alert {
  /** ISO 8601. */
  at: string;
  /** ISO 8601; null: it lasts. */
  endedAt: string | null;
  isDelivered: boolean;
}

/** What a look at the state has found. */
export interface Look {
  /** Of these kinds all that is wrong is in `alerts`: what is not has ended. Of others nothing is known. */
  known: readonly AlertKind[];
  alerts: readonly Alert[];
}

export type Told = 'delivered' | 'kept' | 'skipped';

/** The name of the one object. */
export const LOG_STORE_NAME = 'logs';

export type LogFilter = 'all' | 'warn' | 'error';

export interface LogStoreRpc {
  add(entries: readonly LogEntry[]): Promise<void>;
  /** In their order. */
  ofTrace(traceId: string): Promise<LogEntry[]>;
  /** The newest first. */
  newest(level: LogFilter): Promise<LogEntry[]>;
  /** The oldest first, of those after `id`; and the id to go on from. */
  after(id: number | null, level: LogFilter): Promise<{ lines: LogEntry[]; last: number }>;
  /**
   * Tells the webhook, once while it lasts; a test is told always. `skipped`: it was told before; `kept`: there is no webhook, or
   * it did not take it, and is told when it is raised again.
   */
  raise(alert: Alert): Promise<Told>;
  /** Raises what was found, and tells once of what has ended. */
  look(found: Look): Promise<void>;
  /** The newest first, and whether there is a webhook. */
  alerts(): Promise<{ raised: RaisedAlert[]; hasWebhook: boolean }>;
}
