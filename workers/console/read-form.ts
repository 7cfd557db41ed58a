/** What a form has sent. Anybody may begin one, and need not end it. */

/** Two megabytes at 1.6 Mbit/s. */
const DEADLINE_MS = 10_000;

/** Null for what is no form, for one that is too large, and for one that does not end in time. */
export async function readForm(request: Request, maxBytes: number): Promise<URLSearchParams | null> {
  const { headers } = request;
  if (!/^application\/x-www-form-urlencoded\b/i.test(headers.get('content-type') ?? '')) return null;
  if (Number(headers.get('content-length') ?? maxBytes + 1) > maxBytes) return null;
  // It ends with the request.
  const late = new Promise<null>((resolve) => setTimeout(resolve, DEADLINE_MS, null));
  const text = await Promise.race([request.text(), late]);
  return text === null ? null : new URLSearchParams(text);
}
