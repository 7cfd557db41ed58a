/**
 * Mutes and unmutes a place; what is stored expires by itself. Each interaction writes once, however often it is delivered: its
 * id is spent in the same request.
 */
import { muteKey } from '../../../shared/contract/mutes.ts';
import { TOKEN_LIFE_MS } from '../discord/token-life.ts';
import { openRedis } from '../redis.ts';
import { type Place, readMute } from './place.ts';

export type MuteWrite =
  /** `channelUntilMs`: the place is a thread whose channel is still muted. */
  | { kind: 'done'; channelUntilMs: number | null }
  /** This interaction has written before. */
  | { kind: 'again' }
  | { kind: 'failed' };

export interface MuteStore {
  mute(interactionId: string, place: Place, untilMs: number): Promise<MuteWrite>;
  unmute(interactionId: string, place: Place): Promise<MuteWrite>;
}

const TIMEOUT_MS = 1_200;
/** An interaction older than its token is refused before it comes here. */
const SPENT_LIFE_MS = TOKEN_LIFE_MS + 60_000;

/**
 * KEYS  1 the interaction, 2 the place, 3 its channel or the place once more
 * ARGV  1 the interaction's life (ms), 2 the end of the mute, 3 its life (ms); without 2 and 3 the mute is removed
 * Gives {1 when written, the end of the mute of key 3 or ''}
 */
const WRITE = `
if not redis.call('SET', KEYS[1], '1', 'NX', 'PX', ARGV[1]) then return {0, ''} end
if ARGV[2] then redis.call('SET', KEYS[2], ARGV[2], 'PX', ARGV[3]) else redis.call('DEL', KEYS[2]) end
return {1, redis.call('GET', KEYS[3]) or ''}
`;

export function createMuteStore(options: {
  url: string;
  token: string;
  now: () => number;
  onFailure: (operation: 'mute' | 'unmute') => void;
  /** Whether or not it has succeeded. */
  onWrite?: (place: Place) => void;
}): MuteStore {
  const { now, onFailure, onWrite } = options;
  const redis = openRedis(options, TIMEOUT_MS);

  async function write(
    operation: 'mute' | 'unmute',
    interactionId: string,
    place: Place,
    mute: string[],
  ): Promise<MuteWrite> {
    const keys = [
      `done:${interactionId}`,
      muteKey(place.channelId),
      muteKey(place.parentId ?? place.channelId),
    ];
    try {
      const answer: unknown = await redis.eval(WRITE, keys, [String(SPENT_LIFE_MS), ...mute]);
      const [isWritten, channel] = Array.isArray(answer) ? (answer as unknown[]) : [];
      if (Number(isWritten) !== 0 && Number(isWritten) !== 1)
        throw new TypeError('Redis gave no proper answer');
      if (Number(isWritten) === 0) return { kind: 'again' };
      const channelMute = place.parentId === null || channel === '' ? null : channel;
      return { kind: 'done', channelUntilMs: readMute(channelMute, now()) };
    } catch {
      onFailure(operation);
      return { kind: 'failed' };
    } finally {
      onWrite?.(place);
    }
  }

  return {
    mute: (interactionId, place, untilMs) =>
      write('mute', interactionId, place, [String(untilMs), String(Math.max(1, untilMs - now()))]),
    unmute: (interactionId, place) => write('unmute', interactionId, place, []),
  };
}
