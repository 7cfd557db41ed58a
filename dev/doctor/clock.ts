/** Whether this machine's clock is right: signatures and Discord's interactions are good for five minutes. */
import { type Finding, failed, ok, untried } from './finding.ts';

const PART = 'clock';
const TIMEOUT_MS = 5_000;
/** An HTTP date has no fractions, and the answer takes its time. */
const TOLERATED_MS = 30_000;

/** `urls`: the first that answers tells the time, also by an error. */
export async function checkClock(urls: readonly string[], now: () => number = Date.now): Promise<Finding> {
  for (const url of urls) {
    const told = await readDate(url);
    if (told === undefined) continue;
    const offMs = now() - told;
    return Math.abs(offMs) <= TOLERATED_MS
      ? ok(PART, 'right')
      : failed(
          PART,
          `${Math.round(Math.abs(offMs) / 1000)} seconds ${offMs > 0 ? 'fast' : 'slow'}`,
          'Switch time synchronisation on: signatures are good for five minutes.',
        );
  }
  return urls.length === 0
    ? ok(PART, 'not compared: no outside service is used')
    : untried(PART, 'nobody could be asked for the time', 'Is this machine online?');
}

async function readDate(url: string): Promise<number | undefined> {
  try {
    const response = await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(TIMEOUT_MS) });
    const told = Date.parse(response.headers.get('date') ?? '');
    return Number.isNaN(told) ? undefined : told;
  } catch {
    return undefined;
  }
}
