/** What the deliveries' objects have left on disk, read from their SQLite files after the Workers have stopped. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { TOKEN_LIFE_MS } from '../../workers/bot/discord/token-life.ts';
import { type Finding, none } from './finding.ts';

export interface DeliveryStorage {
  /** Object id → how many rows it has; objects without rows are left out. */
  rows: ReadonlyMap<string, number>;
  /** Alarms that are set: each will wake an object. */
  alarms: number;
}

export interface Delivered {
  /** The Durable Object's id, hexadecimal. */
  objectId: string;
  /** Unix milliseconds when it was asked for. */
  atMs: number;
}

/** A deferred interaction has a delivery; `/reset` claims an object of its own, so that it is carried out once. */
export function hasObject(kind: string, callbackType: number | null): boolean {
  return callbackType === 5 || (kind === '/reset' && callbackType !== null);
}

/** Alarms are late on a busy machine. */
const ALARM_SLACK_MS = 60_000;

/** `workersDir`: where the runtime keeps Durable Objects. */
export function readDeliveryStorage(workersDir: string): DeliveryStorage {
  const folder = join(workersDir, 'do', 'libra-bot-ReplyDelivery');
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.sqlite')) : [];
  const rows = new Map<string, number>();
  let alarms = 0;
  for (const file of files) {
    const objectId = file.slice(0, -'.sqlite'.length);
    if (objectId === 'metadata') alarms = countRows(join(folder, file), '_cf_ALARM');
    else {
      const count = countRows(join(folder, file), '_cf_KV');
      if (count > 0) rows.set(objectId, count);
    }
  }
  return { rows, alarms };
}

function countRows(file: string, table: '_cf_ALARM' | '_cf_KV'): number {
  const database = new DatabaseSync(file);
  try {
    const exists = database.prepare(`SELECT 1 FROM sqlite_master WHERE name = ?`).get(table);
    if (exists === undefined) return 0;
    return Number(database.prepare(`SELECT count(*) AS count FROM ${table}`).get()?.count ?? 0);
  } finally {
    database.close();
  }
}

/** One record a delivery for as long as its token lives, an alarm that erases it, and nothing else. Pure. */
export function judgeStorage(
  { rows, alarms }: DeliveryStorage,
  delivered: readonly Delivered[],
  nowMs: number,
): Finding[] {
  const known = new Map(delivered.map(({ objectId, atMs }) => [objectId, atMs]));
  const kept = [...rows.keys()];
  const bulky = [...rows].flatMap(([objectId, count]) => (count > 1 ? [objectId] : []));
  const overdue = kept.filter(
    (objectId) => nowMs - (known.get(objectId) ?? nowMs) > TOKEN_LIFE_MS + ALARM_SLACK_MS,
  );
  return [
    none(
      'objects that nobody asked for',
      kept.filter((objectId) => !known.has(objectId)),
    ),
    none('objects that keep more than one record', bulky),
    none('records that outlived their token', overdue),
    {
      what: 'each record that is kept has the alarm that will erase it',
      found: `${kept.length} of ${delivered.length} kept, ${alarms} alarms`,
      ok: kept.length === alarms,
    },
  ];
}
