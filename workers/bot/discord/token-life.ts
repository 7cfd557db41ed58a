/** Discord honours an interaction's token for 15 minutes. */
export const TOKEN_LIFE_MS = 15 * 60_000;
