/** Mutes and unmutes a place; what is stored expires by itself. Each interaction writes once. */
import { muteKey } from '../../../shared/contract/mutes.ts';
import { openRedis } from '../redis.ts';
import { writeOnce } from '../write-once.ts';
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

/**
 * KEYS  2 the place, 3 its channel or the place once more
 * ARGV  2 the end of the mute, 3 its life (ms); without them the mute is removed
 * Gives the end of the mute of key 3 or ''
 */
const WRITE = `
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
    const keys = [muteKey(place.channelId), muteKey(place.parentId ?? place.channelId)];
    try {
      const written = await writeOnce(redis, interactionId, { lua: WRITE, keys, args: mute });
      if (written.kind === 'again') return written;
      const channelMute = place.parentId === null || written.value === '' ? null : written.value;
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
