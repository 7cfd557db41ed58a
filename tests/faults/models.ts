/** As wrangler.toml has them. */
export const DEFAULT_MODEL = 'gpt-4o-mini';
export const FALLBACK_MODEL = 'gpt-4.1-nano';
