/** How long a person has talked today. Pure; the time is given. */
export interface DayUse {
  /** `2026-11-29`, in UTC. */
  day: string;
  ms: number;
}

export function addUse(use: DayUse | undefined, day: string, ms: number): DayUse {
  return { day, ms: (use?.day === day ? use.ms : 0) + Math.max(0, ms) };
}

/** Milliseconds. */
export function leftToday(use: DayUse | undefined, day: string, minutesPerDay: number): number {
  return Math.max(0, minutesPerDay * 60_000 - (use?.day === day ? use.ms : 0));
}
