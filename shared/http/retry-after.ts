/** Up to a day; what is longer is no wait that anybody keeps, or the date of a clock that is wrong. */
const MAX_TOLD_MS = 86_400_000;

/** Milliseconds of a `Retry-After` header: seconds or an HTTP date. `retry-after-ms` is OpenAI's own and finer. Pure. */
export function parseRetryAfter(headers: Headers, nowMs: number): number | undefined {
  const ms = readRetryAfter(headers, nowMs);
  return ms !== undefined && ms <= MAX_TOLD_MS ? ms : undefined;
}

function readRetryAfter(headers: Headers, nowMs: number): number | undefined {
  const millis = headers.get('retry-after-ms');
  if (millis !== null && /^\d{1,9}(\.\d+)?$/.test(millis)) return Math.ceil(Number(millis));
  const value = headers.get('retry-after');
  if (value === null) return undefined;
  if (/^\d{1,7}(\.\d+)?$/.test(value)) return Math.ceil(Number(value) * 1000);
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : Math.max(0, at - nowMs);
}

const TOLD =
  /try (?:again )?(?:in|after) ((?:\d{1,9}(?:\.\d{1,12})? ?(?:ms|milliseconds?|h(?:ours?)?|m(?:in(?:ute)?s?)?|s(?:ec(?:ond)?s?)?)(?![a-z])[ ,]*)+)/i;
const UNIT_MS: readonly (readonly [RegExp, number])[] = [
  [/^(ms|milli)/i, 1],
  [/^s/i, 1_000],
  [/^m/i, 60_000],
  [/^h/i, 3_600_000],
];

/** Milliseconds of a wait that a sentence tells: "Please try again in 1m2.5s", "Please retry after 20 seconds". Pure. */
export function readToldWait(message: string): number | undefined {
  const [, told] = TOLD.exec(message) ?? [];
  if (told === undefined) return undefined;
  let ms = 0;
  for (const [, count, unit = ''] of told.matchAll(/([\d.]+) ?([a-z]+)/gi)) {
    ms += Number(count) * (UNIT_MS.find(([form]) => form.test(unit))?.[1] ?? 0);
  }
  return ms <= MAX_TOLD_MS ? Math.ceil(ms) : undefined;
}
