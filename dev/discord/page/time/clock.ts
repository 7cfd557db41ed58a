import { useEffect, useState } from 'preact/hooks';

/** Called each second while anybody listens. */
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

/** The present in Unix milliseconds, renewed each second. All who ask share one timer, so that they change together. */
export function useNow(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => onTick(() => setNow(Date.now())), []);
  return now;
}

/** The present day, as its midnight in Unix milliseconds; a component that uses it is drawn anew when it changes, and only then. */
export function useToday(): number {
  const [today, setToday] = useState(midnight);
  useEffect(() => onTick(() => setToday(midnight())), []);
  return today;
}

function onTick(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    for (const each of listeners) each();
  }, 1_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

function midnight(): number {
  return new Date().setHours(0, 0, 0, 0);
}
