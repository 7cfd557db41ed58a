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
  isDelivered: boolean;
}

/** The name of the one object. */
export const LOG_STORE_NAME = 'logs';

export interface LogStoreRpc {
  add(entries: readonly LogEntry[]): Promise<void>;
  /** In their order. */
  ofTrace(traceId: string): Promise<LogEntry[]>;
  /** The newest first. */
  newest(level: 'all' | 'warn' | 'error'): Promise<LogEntry[]>;
  /**
   * Tells the webhook, unless it was told of the same within the last hours; a test is told always. `skipped`: it was told
   * before; `kept`: there is no webhook, or it did not take it.
   */
  raise(alert: Alert): Promise<'delivered' | 'kept' | 'skipped'>;
  /** The newest first, and whether there is a webhook. */
  alerts(): Promise<{ raised: RaisedAlert[]; hasWebhook: boolean }>;
}
