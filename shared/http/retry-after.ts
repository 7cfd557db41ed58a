/** Milliseconds of a `Retry-After` header: seconds or an HTTP date. `retry-after-ms` is OpenAI's own and finer. Pure. */
export function parseRetryAfter(headers: Headers, nowMs: number): number | undefined {
  const millis = headers.get('retry-after-ms');
  if (millis !== null && /^\d{1,9}(\.\d+)?$/.test(millis)) return Math.ceil(Number(millis));
  const value = headers.get('retry-after');
  if (value === null) return undefined;
  if (/^\d{1,7}(\.\d+)?$/.test(value)) return Math.ceil(Number(value) * 1000);
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : Math.max(0, at - nowMs);
}
