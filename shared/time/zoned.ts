/** What clocks show elsewhere, by the platform's own tables of time zones. Pure. */

const DAY_MS = 86_400_000;

/** Milliseconds that the zone's clocks are ahead of UTC at this moment. */
export function offsetAt(ms: number, zone: string): number {
  const fixed = /^UTC([+-])(\d\d):(\d\d)$/.exec(zone);
  if (fixed !== null) {
    const [, sign, hours, minutes] = fixed;
    return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
  }
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    calendar: 'iso8601',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(ms);
  const value = (type: string) => Number(parts.find((part) => part.type === type)?.value ?? 0);
  const local = Date.UTC(
    value('year'),
    value('month') - 1,
    value('day'),
    value('hour'),
    value('minute'),
    value('second'),
  );
  return local - Math.floor(ms / 1000) * 1000;
}

/** The first of `instantsOf`. */
export function toInstantOf(local: number, zone: string): number {
  return instantsOf(local, zone)[0];
}

/**
 * The moments at which the zone's clocks show `local` (milliseconds, as if they were UTC): two where they show it twice, else one
 * as both; an hour later where they skip it.
 */
export function instantsOf(local: number, zone: string): [first: number, last: number] {
  const [before, after] = [offsetAt(local - DAY_MS, zone), offsetAt(local + DAY_MS, zone)];
  const showsIt = (offset: number) => offsetAt(local - offset, zone) === offset;
  const last = showsIt(after) ? after : before;
  return [local - (showsIt(before) ? before : last), local - last];
}
