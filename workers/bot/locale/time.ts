/** ISO 8601 → Unix seconds, as Discord's `<t:…>` wants them; null for no or an unreadable time. Pure. */
export function toUnixSec(iso: string | null): number | null {
  const ms = iso === null ? Number.NaN : Date.parse(iso);
  return Number.isFinite(ms) ? Math.floor(ms / 1000) : null;
}
