/**
 * One Upstash client for one moment: every command issued in the same tick travels in one HTTP request, and all of them
 * share one deadline. A client is made for each use because the pipeline that it collects belongs to one request.
 */
import { Redis } from '@upstash/redis/cloudflare';

export interface RedisScript {
  text: string;
  /** Of the text: EVALSHA needs it before anything asynchronous has run. */
  sha1: string;
}

export function openRedis(config: { url: string; token: string }, deadlineMs: number): Redis {
  const signal = AbortSignal.timeout(deadlineMs);
  return new Redis({
    url: config.url,
    token: config.token,
    enableAutoPipelining: true,
    // Given as a function, an abort rejects; given as a signal, the client would answer with the abort's reason.
    signal: () => signal,
    // `false` would still try twice.
    retry: { retries: 0 },
    enableTelemetry: false,
    automaticDeserialization: false,
    // What is kept is text: base64 would be written there and read here, a character at a time.
    responseEncoding: false,
    // The sync token would tie commands of different requests together; the guard reads nothing it has not written.
    readYourWrites: false,
  });
}

/** Runs by hash, and sends the text only to a server that does not know it. */
export async function runScript(
  redis: Redis,
  script: RedisScript,
  keys: string[],
  args: (string | number)[],
): Promise<unknown> {
  try {
    return await redis.evalsha(script.sha1, keys, args.map(String));
  } catch (error) {
    if (!String(error).includes('NOSCRIPT')) throw error;
    return redis.eval(script.text, keys, args.map(String));
  }
}
