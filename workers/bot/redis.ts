/** The bot's Redis client. */
import { Redis } from '@upstash/redis/cloudflare';

/**
 * `signal` is a function on purpose: with a plain signal the client answers an abort with the abort's reason as if it were
 * the value read. No retries: the caller's time is up sooner.
 */
export function openRedis({ url, token }: { url: string; token: string }, timeoutMs: number): Redis {
  return new Redis({
    url,
    token,
    signal: () => AbortSignal.timeout(timeoutMs),
    retry: false,
    automaticDeserialization: false,
    // What is kept is text: base64 would be written there and read here, a character at a time.
    responseEncoding: false,
    enableAutoPipelining: false,
    enableTelemetry: false,
  });
}
