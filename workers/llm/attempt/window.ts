/** In which windows of time a provider's stream is read. Pure. */

/** No reader asks for wider ones: what a window holds back is lost when the connection breaks. */
const MAX_WINDOW_MS = 500;

/** Up to so many open streams an isolate has time for each chunk. */
const CALM_STREAMS = 8;
const MS_PER_STREAM = 2;
/** For those who have not said how fast they read. */
const MAX_BUSY_WINDOW_MS = 250;

/** Milliseconds; 0 for each chunk as it comes. `paceMs` is what the reader asked for, `openStreams` counts this isolate's. */
export function decideWindowMs(paceMs: number | undefined, openStreams: number): number {
  const busyMs = Math.min(Math.max(0, openStreams - CALM_STREAMS) * MS_PER_STREAM, MAX_BUSY_WINDOW_MS);
  return Math.max(busyMs, Math.min(paceMs ?? 0, MAX_WINDOW_MS));
}
