/**
 * Which alerts last, in the object's storage: each is told once when it begins and once when it is over. It is over when its end was
 * seen and it has not been raised for some minutes, so that a circuit that swings is one incident.
 */
import { ALERT_KINDS, type Alert, type RaisedAlert, type Told } from '../../shared/contract/logs.ts';
import type { AlertStage } from './send.ts';

const CALM_MS = 5 * 60_000;
/** A webhook that did not take it is asked again, not with each line of a flood. */
const AGAIN_AFTER_MS = 60_000;
const MAX_ALERTS = 100;

export interface IncidentDeps {
  sql: SqlStorage;
  now: () => number;
  /** False: it was not taken. Never rejects. */
  send: (alert: Alert, stage: AlertStage) => Promise<boolean>;
}

export interface Incidents {
  raise(alert: Alert): Promise<Told>;
  /** Tells of those of a kind that `hasEnded`. */
  end(kind: Alert['kind'], hasEnded: (subject: string) => boolean): Promise<void>;
  list(): RaisedAlert[];
}

type Row = {
  id: number;
  at: number;
  kind: string;
  subject: string;
  is_delivered: number;
  seen_at: number;
  tried_at: number;
  ended_at: number | null;
};

export function createIncidents({ sql, now, send }: IncidentDeps): Incidents {
  sql.exec(`create table if not exists alerts (
    id integer primary key autoincrement, at integer not null, kind text not null, subject text not null,
    is_delivered integer not null default 0
  )`);
  addColumns(sql);

  function lasting({ kind, subject }: Alert): Row | undefined {
    const query = 'select * from alerts where kind = ? and subject = ? and ended_at is null limit 1';
    return sql.exec<Row>(query, kind, subject).toArray()[0];
  }

  /** Noted before it is sent: a second line of the same failure does not wait for the webhook. */
  function begin({ kind, subject }: Alert): number {
    const at = now();
    const endedAt = kind === 'test' ? at : null;
    const [{ id } = { id: 0 }] = sql
      .exec<{ id: number }>(
        'insert into alerts (at, kind, subject, seen_at, tried_at, ended_at) values (?, ?, ?, ?, ?, ?) returning id',
        ...[at, kind, subject, at, at, endedAt],
      )
      .toArray();
    sql.exec(
      'delete from alerts where id not in (select id from alerts order by id desc limit ?)',
      MAX_ALERTS,
    );
    return id;
  }

  async function tell(id: number, alert: Alert): Promise<Told> {
    if (!(await send(alert, 'begun'))) return 'kept';
    sql.exec('update alerts set is_delivered = 1 where id = ?', id);
    return 'delivered';
  }

  return {
    async raise(alert) {
      const known = alert.kind === 'test' ? undefined : lasting(alert);
      if (known === undefined) return tell(begin(alert), alert);
      sql.exec('update alerts set seen_at = ? where id = ?', now(), known.id);
      if (known.is_delivered === 1 || now() - known.tried_at < AGAIN_AFTER_MS) return 'skipped';
      sql.exec('update alerts set tried_at = ? where id = ?', now(), known.id);
      return tell(known.id, alert);
    },

    async end(kind, hasEnded) {
      const rows = sql
        .exec<Row>(
          'select * from alerts where kind = ? and ended_at is null and seen_at <= ?',
          kind,
          now() - CALM_MS,
        )
        .toArray();
      for (const { id, subject, is_delivered: isDelivered } of rows.filter((row) => hasEnded(row.subject))) {
        sql.exec('update alerts set ended_at = ? where id = ?', now(), id);
        // Who has not heard of its beginning need not hear of its end.
        if (isDelivered === 0 || (await send({ kind, subject }, 'over'))) continue;
        sql.exec('update alerts set ended_at = null where id = ?', id);
      }
    },

    list: () =>
      sql
        .exec<Row>('select * from alerts order by id desc')
        .toArray()
        .flatMap(({ at, kind, subject, is_delivered: delivered, ended_at: ended }) => {
          const known = ALERT_KINDS.find((each) => each === kind);
          if (known === undefined) return [];
          const endedAt = ended === null ? null : new Date(ended).toISOString();
          return [
            { at: new Date(at).toISOString(), kind: known, subject, endedAt, isDelivered: delivered === 1 },
          ];
        }),
  };
}

/** Of objects that were made before incidents had an end: what was told then is over, unless it is raised again. */
function addColumns(sql: SqlStorage): void {
  const columns = sql.exec<{ name: string }>(`select name from pragma_table_info('alerts')`).toArray();
  if (columns.some(({ name }) => name === 'ended_at')) return;
  for (const name of ['seen_at', 'tried_at'])
    sql.exec(`alter table alerts add column ${name} integer not null default 0`);
  sql.exec('alter table alerts add column ended_at integer');
  sql.exec('update alerts set ended_at = at');
}
