/**
 * Which channels are muted, and until when: `mute:<channel id>` = unix milliseconds, expiring by itself.
 * An operator reads one with `redis-cli get mute:<channel id>`.
 */
import { Redis } from '@upstash/redis/cloudflare';

export type MuteState =
  | { kind: 'open' }
  | { kind: 'muted'; untilMs: number }
  /** Redis did not answer in time, or not sensibly. */
  | { kind: 'unknown' };

export interface MuteStore {
  read(channelId: string): Promise<MuteState>;
  /** False: not stored. */
  mute(channelId: string, untilMs: number): Promise<boolean>;
  unmute(channelId: string): Promise<boolean>;
}

/** A slow Redis must not eat the 3 seconds that Discord gives: /chat goes on unmuted, /mute says that it cannot. */
const READ_TIMEOUT_MS = 400;
const WRITE_TIMEOUT_MS = 1_200;

export function createMuteStore(options: {
  url: string;
  token: string;
  now: () => number;
  onFailure: (operation: 'read' | 'mute' | 'unmute') => void;
}): MuteStore {
  const { now, onFailure } = options;
  const reader = connect(options, READ_TIMEOUT_MS);
  const writer = connect(options, WRITE_TIMEOUT_MS);

  return {
    async read(channelId) {
      try {
        const untilMs: unknown = await reader.get(keyOf(channelId));
        if (untilMs === null) return { kind: 'open' };
        if (typeof untilMs === 'number') {
          return untilMs > now() ? { kind: 'muted', untilMs } : { kind: 'open' };
        }
      } catch {
        // Falls through: the answer is the same for every failure.
      }
      onFailure('read');
      return { kind: 'unknown' };
    },
    async mute(channelId, untilMs) {
      try {
        return (await writer.set(keyOf(channelId), untilMs, { px: Math.max(1, untilMs - now()) })) === 'OK';
      } catch {
        onFailure('mute');
        return false;
      }
    },
    async unmute(channelId) {
      try {
        return typeof (await writer.del(keyOf(channelId))) === 'number';
      } catch {
        onFailure('unmute');
        return false;
      }
    },
  };
}

function keyOf(channelId: string): string {
  return `mute:${channelId}`;
}

/**
 * `signal` is a function on purpose: with a plain signal the client answers an abort with the abort's reason as if it were
 * the value read. No retries: the caller's time is up sooner.
 */
function connect({ url, token }: { url: string; token: string }, timeoutMs: number): Redis {
  return new Redis({
    url,
    token,
    signal: () => AbortSignal.timeout(timeoutMs),
    retry: false,
    enableAutoPipelining: false,
    enableTelemetry: false,
  });
}
