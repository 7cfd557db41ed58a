/**
 * The Durable Object that keeps what the Workers have said in the last 24 hours, and which alerts were told. It is bounded: beyond
 * that the oldest lines go first, and of a flood only what is worse than information is kept.
 */
import { DurableObject } from 'cloudflare:workers';
import {
  ALERT_KINDS,
  type Alert,
  type LogEntry,
  type LogStoreRpc,
  type RaisedAlert,
} from '../../shared/contract/logs.ts';
import { createLogger, errorName } from '../../shared/observe/log.ts';
import { isWebhook, sendAlert } from './send.ts';

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
const MAX_ALERTS = 100;
const SWEEP_EVERY_MS = 10 * 60_000;
/** Told again when it lasts so long. */
const ALERT_QUIET_MS = 6 * 3_600_000;

type Row = { line: string };

export class LogStore extends DurableObject<StoreEnv> implements LogStoreRpc {
  #minute = 0;
  #inMinute = 0;
  #isSweepSet = false;

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
    sql.exec(`create table if not exists alerts (
      id integer primary key autoincrement, at integer not null, kind text not null, subject text not null,
      is_delivered integer not null default 0
    )`);
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

  async newest(level: 'all' | 'warn' | 'error'): Promise<LogEntry[]> {
    const least = { all: 0, warn: 1, error: 2 }[level];
    return this.#read(
      'select line from lines where is_bad >= ? order by at desc, id desc limit ?',
      ...[least, MAX_NEWEST_LINES],
    );
  }

  #read(query: string, ...values: (string | number)[]): LogEntry[] {
    return this.ctx.storage.sql
      .exec<Row>(query, ...values)
      .toArray()
      .map(({ line }) => JSON.parse(line) as LogEntry);
  }

  async raise(alert: Alert): Promise<'delivered' | 'kept' | 'skipped'> {
    const { sql } = this.ctx.storage;
    const { kind, subject } = alert;
    const since = Date.now() - ALERT_QUIET_MS;
    const told = sql
      .exec('select 1 from alerts where kind = ? and subject = ? and at > ? limit 1', kind, subject, since)
      .toArray();
    if (told.length > 0 && kind !== 'test') return 'skipped';
    // Noted before it is sent: a second line of the same failure does not wait for the webhook.
    const [{ id } = { id: 0 }] = sql
      .exec<{ id: number }>(
        'insert into alerts (at, kind, subject) values (?, ?, ?) returning id',
        ...[Date.now(), kind, subject],
      )
      .toArray();
    sql.exec(
      'delete from alerts where id not in (select id from alerts order by id desc limit ?)',
      MAX_ALERTS,
    );
    if (!(await this.#send(alert))) return 'kept';
    sql.exec('update alerts set is_delivered = 1 where id = ?', id);
    return 'delivered';
  }

  async #send(alert: Alert): Promise<boolean> {
    const { ALERT_WEBHOOK_URL: webhook } = this.env;
    if (!isWebhook(webhook)) return false;
    try {
      return await sendAlert(webhook, alert);
    } catch (error) {
      const log = createLogger({ worker: 'logs' });
      log.error('alert.not_sent', { kind: alert.kind, error: errorName(error) });
      return false;
    }
  }

  async alerts(): Promise<{ raised: RaisedAlert[]; hasWebhook: boolean }> {
    const raised = this.ctx.storage.sql
      .exec<{ at: number; kind: string; subject: string; is_delivered: number }>(
        'select at, kind, subject, is_delivered from alerts order by id desc',
      )
      .toArray()
      .flatMap(({ at, kind, subject, is_delivered: delivered }) => {
        const known = ALERT_KINDS.find((each) => each === kind);
        if (known === undefined) return [];
        return [{ at: new Date(at).toISOString(), kind: known, subject, isDelivered: delivered === 1 }];
      });
    return { raised, hasWebhook: isWebhook(this.env.ALERT_WEBHOOK_URL) };
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
