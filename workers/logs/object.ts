/**
 * The Durable Object that keeps what the Workers have said in the last 24 hours, and which alerts were told. It is bounded: beyond
 * that the oldest lines go first, and of a flood only what is worse than information is kept.
 */
import { DurableObject } from 'cloudflare:workers';
import type {
  Alert,
  LogEntry,
  LogFilter,
  LogStoreRpc,
  Look,
  RaisedAlert,
  Told,
} from '../../shared/contract/logs.ts';
import { createLogger, errorName } from '../../shared/observe/log.ts';
import { createIncidents, type Incidents } from './incidents.ts';
import { type AlertStage, isWebhook, sendAlert } from './send.ts';
import { answeredBy, targetOf } from './watch.ts';

/** Of the bindings, the one that it reads. */
interface StoreEnv {
  ALERT_WEBHOOK_URL?: unknown;
}

const KEPT_MS = 24 * 3_600_000;
/** About 60 MB. */
const MAX_LINES = 200_000;
/** Lines of information and below, in a minute. One answer writes about ten. */
const MAX_INFO_PER_MINUTE = 3_000;
const MAX_TRACE_LINES = 500;
const MAX_NEWEST_LINES = 200;
const SWEEP_EVERY_MS = 10 * 60_000;
/** Of what is new since the last look: a flood is seen in part. */
const MAX_NEW_LINES = 500;

type Row = { line: string };

const LEAST: Readonly<Record<LogFilter, number>> = { all: 0, warn: 1, error: 2 };

export class LogStore extends DurableObject<StoreEnv> implements LogStoreRpc {
  #minute = 0;
  #inMinute = 0;
  #isSweepSet = false;
  readonly #incidents: Incidents;

  constructor(ctx: DurableObjectState, env: StoreEnv) {
    super(ctx, env);
    const { sql } = ctx.storage;
    sql.exec(`create table if not exists lines (
      id integer primary key autoincrement, at integer not null, is_bad integer not null, level text not null,
      trace text, line text not null
    )`);
    sql.exec('create index if not exists lines_by_trace on lines (trace, id) where trace is not null');
    sql.exec('create index if not exists lines_by_age on lines (at, id)');
    sql.exec('create index if not exists bad_lines_by_age on lines (at, id) where is_bad > 0');
    this.#incidents = createIncidents({
      sql,
      now: Date.now,
      send: (alert, stage) => this.#send(alert, stage),
    });
  }

  async add(entries: readonly LogEntry[]): Promise<void> {
    const { sql } = this.ctx.storage;
    for (const entry of entries) {
      const badness = entry.level === 'error' ? 2 : entry.level === 'warn' ? 1 : 0;
      if (badness === 0 && !this.#hasRoom()) continue;
      sql.exec(
        'insert into lines (at, is_bad, level, trace, line) values (?, ?, ?, ?, ?)',
        ...[Date.parse(entry.time), badness, entry.level, entry.traceId, JSON.stringify(entry)],
      );
    }
    const answered = new Set(entries.flatMap((entry) => answeredBy(entry) ?? []));
    if (answered.size > 0)
      await this.#incidents.end('provider', (subject) => answered.has(targetOf(subject)));
    if (this.#isSweepSet) return;
    this.#isSweepSet = true;
    if ((await this.ctx.storage.getAlarm()) === null) {
      await this.ctx.storage.setAlarm(Date.now() + SWEEP_EVERY_MS);
    }
  }

  #hasRoom(): boolean {
    const minute = Math.floor(Date.now() / 60_000);
    if (minute !== this.#minute) {
      this.#minute = minute;
      this.#inMinute = 0;
    }
    this.#inMinute += 1;
    return this.#inMinute <= MAX_INFO_PER_MINUTE;
  }

  async ofTrace(traceId: string): Promise<LogEntry[]> {
    return this.#read(
      'select line from lines where trace = ? order by at, id limit ?',
      ...[traceId, MAX_TRACE_LINES],
    );
  }

  async newest(level: LogFilter): Promise<LogEntry[]> {
    return this.#read(
      'select line from lines where is_bad >= ? order by at desc, id desc limit ?',
      ...[LEAST[level], MAX_NEWEST_LINES],
    );
  }

  async after(id: number | null, level: LogFilter): Promise<{ lines: LogEntry[]; last: number }> {
    const { sql } = this.ctx.storage;
    const [{ last } = { last: 0 }] = sql
      .exec<{ last: number }>('select coalesce(max(id), 0) as last from lines')
      .toArray();
    if (id === null) return { lines: [], last };
    const query = `select line from (
      select id, line from lines where id > ? and id <= ? and is_bad >= ? order by id desc limit ?) order by id`;
    return { lines: this.#read(query, id, last, LEAST[level], MAX_NEW_LINES), last };
  }

  #read(query: string, ...values: (string | number)[]): LogEntry[] {
    return this.ctx.storage.sql
      .exec<Row>(query, ...values)
      .toArray()
      .map(({ line }) => JSON.parse(line) as LogEntry);
  }

  raise(alert: Alert): Promise<Told> {
    return this.#incidents.raise(alert);
  }

  async look({ known, alerts }: Look): Promise<void> {
    const log = createLogger({ worker: 'logs' });
    for (const alert of alerts) {
      const told = await this.#incidents.raise(alert);
      if (told !== 'skipped') log.warn('alert.raised', { kind: alert.kind, subject: alert.subject, told });
    }
    for (const kind of known) {
      const lasting = alerts.filter((alert) => alert.kind === kind).map(({ subject }) => subject);
      await this.#incidents.end(kind, (subject) => !lasting.includes(subject));
    }
  }

  async #send(alert: Alert, stage: AlertStage): Promise<boolean> {
    const { ALERT_WEBHOOK_URL: webhook } = this.env;
    if (!isWebhook(webhook)) return false;
    try {
      return await sendAlert(webhook, alert, stage);
    } catch (error) {
      const log = createLogger({ worker: 'logs' });
      log.error('alert.not_sent', { kind: alert.kind, error: errorName(error) });
      return false;
    }
  }

  async alerts(): Promise<{ raised: RaisedAlert[]; hasWebhook: boolean }> {
    return { raised: this.#incidents.list(), hasWebhook: isWebhook(this.env.ALERT_WEBHOOK_URL) };
  }

  override async alarm(): Promise<void> {
    const { sql } = this.ctx.storage;
    sql.exec('delete from lines where at < ?', Date.now() - KEPT_MS);
    sql.exec(
      'delete from lines where id <= (select id from lines order by id desc limit 1 offset ?)',
      MAX_LINES,
    );
    const [left] = sql.exec('select 1 from lines limit 1').toArray();
    this.#isSweepSet = left !== undefined;
    if (this.#isSweepSet) await this.ctx.storage.setAlarm(Date.now() + SWEEP_EVERY_MS);
  }
}
