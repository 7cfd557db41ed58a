/**
 * The log of refusals, so that the operator sees somebody who tries, and nobody can fill the log: of one sender the first
 * refusals have a line each, further ones only `abuse.suspected`, whenever their number has doubled. One isolate's own view.
 */
import type { LogFields, Logger } from './log.ts';
import { createPressureWatch } from './pressure.ts';
import { pseudonymise } from './pseudonym.ts';

export interface RefusalLog {
  /** `sender`: an address or an id, of which only a pseudonym is written; null: one of our own Workers, or not known. */
  note(log: Logger, refusal: Refusal): Promise<void>;
}

export interface Refusal {
  event: string;
  fields: LogFields & { reason: string };
  sender: string | null;
  /** For pseudonyms. */
  secret: string;
}

export function createRefusalLog(now: () => number): RefusalLog {
  const watch = createPressureWatch(now);
  return {
    async note(log, { event, fields, sender, secret }) {
      if (sender === null) return log.warn(event, fields);
      const count = watch.note(sender);
      if (!watch.isOver(sender)) return log.warn(event, fields);
      if (count === null) return;
      const pseudonym = await pseudonymise(secret, sender);
      log.warn('abuse.suspected', { refused: event, ...fields, sender: pseudonym, count });
    },
  };
}
