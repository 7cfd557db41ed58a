/** From a line of a Worker's log to what is kept of it. Pure. What is no line of ours is left out: it could hold anything. */

import type { LogEntry } from '../../shared/contract/logs.ts';
import { isRecord, parseJson } from '../../shared/json.ts';
import { LOG_LEVELS } from '../../shared/observe/log.ts';

const MAX_LINE_CHARS = 8_000;
const MAX_FIELDS = 30;
const NAME = /^[\w.-]{1,80}$/;
const TRACE = /^[0-9a-f]{32}$/;
const OWN = new Set(['time', 'level', 'worker', 'event', 'traceId', 'spanId']);

export function parseLine(line: unknown): LogEntry | null {
  if (typeof line !== 'string' || line.length > MAX_LINE_CHARS) return null;
  const value = parseJson(line);
  if (!isRecord(value)) return null;
  const { time, level, worker, event, traceId } = value;
  if (typeof time !== 'string' || Number.isNaN(Date.parse(time))) return null;
  if (!LOG_LEVELS.some((known) => known === level)) return null;
  if (typeof worker !== 'string' || typeof event !== 'string' || !NAME.test(worker) || !NAME.test(event)) {
    return null;
  }
  const fields = Object.entries(value)
    .filter((entry): entry is [string, string | number | boolean | null] => {
      const [name, field] = entry;
      return !OWN.has(name) && (field === null || ['string', 'number', 'boolean'].includes(typeof field));
    })
    .slice(0, MAX_FIELDS);
  return {
    time: new Date(time).toISOString(),
    level: String(level),
    worker,
    event,
    traceId: typeof traceId === 'string' && TRACE.test(traceId) ? traceId : null,
    fields: Object.fromEntries(fields),
  };
}
