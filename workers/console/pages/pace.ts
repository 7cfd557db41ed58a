/** How fast a day's budget goes. Pure. */
const DAY_MS = 86_400_000;

/** Unix milliseconds when it is used up at the pace of the day until now; null: it lasts for the day. */
export function paceOf({
  spent,
  limit,
  nowMs,
}: {
  spent: number;
  limit: number;
  nowMs: number;
}): number | null {
  if (spent >= limit) return nowMs;
  const dayBegan = Math.floor(nowMs / DAY_MS) * DAY_MS;
  const passed = nowMs - dayBegan;
  if (spent <= 0 || passed <= 0) return null;
  const endsAt = dayBegan + (passed * limit) / spent;
  return endsAt < dayBegan + DAY_MS ? Math.round(endsAt) : null;
}
