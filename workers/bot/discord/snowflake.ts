/** Discord's ids hold the time at which they were made. Pure. */
const DISCORD_EPOCH_MS = 1_420_070_400_000;

export function isSnowflake(value: unknown): value is string {
  return typeof value === 'string' && /^\d{15,20}$/.test(value);
}

/** Unix milliseconds. `id`: decimal digits. */
export function snowflakeTimeMs(id: string): number {
  return Number(BigInt(id) >> 22n) + DISCORD_EPOCH_MS;
}
