/** The minutes of one person's day: what was talked is kept with their object, under its own clock. */
import { utcDay } from '../../../shared/contract/cost-limits.ts';
import { addUse, leftToday } from './day-use.ts';
import type { SessionStore } from './session-store.ts';

export interface DayMinutes {
  use(ms: number): void;
  /** When it was counted last. */
  leftMs(): number;
  /** By now. `countedAtMs`: up to when a conversation that goes on is counted; absent: none does. */
  secondsLeft(countedAtMs?: number): number;
}

export function createDayMinutes(
  store: Pick<SessionStore, 'day' | 'keepDay'>,
  minutesPerDay: number,
): DayMinutes {
  let day = store.day();
  const leftMs = () => leftToday(day, utcDay(Date.now()), minutesPerDay);
  return {
    use(ms) {
      day = addUse(day, utcDay(Date.now()), ms);
      store.keepDay(day);
    },
    leftMs,
    secondsLeft(countedAtMs = Date.now()) {
      return Math.floor(Math.max(0, leftMs() - (Date.now() - countedAtMs)) / 1000);
    },
  };
}
