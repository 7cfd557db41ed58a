/** Moderators' blocks, where the gate and the bff read them. Each interaction writes once, as a mute does. */
import {
  type Block,
  blockKey,
  formatBlock,
  pausesKey,
  readBlock,
  strikesKey,
} from '../../../shared/contract/blocks.ts';
import { openRedis } from '../redis.ts';
import { writeOnce } from '../write-once.ts';

export type BlockWrite =
  /** `wasBlocked`: a block was in force before. */
  | { kind: 'done'; wasBlocked: boolean }
  /** This interaction has written before. */
  | { kind: 'again' }
  | { kind: 'failed' };

export interface BlockStore {
  /** `untilMs` null: until it is taken back. */
  block(interactionId: string, who: BlockedPerson, untilMs: number | null): Promise<BlockWrite>;
  /** Lifts a pause too, and what counted towards it. */
  unblock(interactionId: string, who: BlockedPerson): Promise<BlockWrite>;
}

export interface BlockedPerson {
  guildId: string;
  userId: string;
}

const TIMEOUT_MS = 1_200;

/**
 * KEYS  2 the block, 3 and 4 what counts towards a pause, which goes with a block that is lifted
 * ARGV  2 the block or '' for none, 3 its life (ms) or 0 for no end
 * Gives the block before or ''
 */
const WRITE = `
local before = redis.call('GET', KEYS[2]) or ''
if ARGV[2] == '' then redis.call('DEL', KEYS[2], KEYS[3], KEYS[4])
elseif tonumber(ARGV[3]) > 0 then redis.call('SET', KEYS[2], ARGV[2], 'PX', ARGV[3])
else redis.call('SET', KEYS[2], ARGV[2]) end
return {1, before}
`;

export function createBlockStore(options: {
  url: string;
  token: string;
  now: () => number;
  onFailure: (operation: 'block' | 'unblock') => void;
  /** Whether or not it has succeeded. */
  onWrite?: (who: BlockedPerson) => void;
}): BlockStore {
  const { now, onFailure, onWrite } = options;
  const redis = openRedis(options, TIMEOUT_MS);

  async function write(
    operation: 'block' | 'unblock',
    interactionId: string,
    who: BlockedPerson,
    block: Block | null,
  ): Promise<BlockWrite> {
    const id = `${who.guildId}:${who.userId}`;
    const lifeMs = block === null || block.untilMs === null ? 0 : Math.max(1, block.untilMs - now());
    try {
      const written = await writeOnce(redis, interactionId, {
        lua: WRITE,
        keys: [blockKey(id), strikesKey(id), pausesKey(id)],
        args: [block === null ? '' : formatBlock(block), String(lifeMs)],
      });
      if (written.kind === 'again') return written;
      return { kind: 'done', wasBlocked: readBlock(written.value, now()) !== null };
    } catch {
      onFailure(operation);
      return { kind: 'failed' };
    } finally {
      onWrite?.(who);
    }
  }

  return {
    block: (interactionId, who, untilMs) => write('block', interactionId, who, { by: 'moderator', untilMs }),
    unblock: (interactionId, who) => write('unblock', interactionId, who, null),
  };
}
