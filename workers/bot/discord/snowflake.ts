/** Discord's ids hold the time at which they were made. Pure. */
const DISCORD_EPOCH_MS = 1_420_070_400_000;

/** Unix milliseconds. `id`: decimal digits. */
export function snowflakeTimeMs(id: string): number {
  return Number(BigInt(id) >> 22n) + DISCORD_EPOCH_MS;
}
