/**
 * Reads, in the bot's one Redis request for a question, what would refuse it: then only the person who asked sees it, before
 * anything is deferred. The same request notes whose delivery this will be. Nothing is taken from any limit here; the bff does that, and decides.
 */
import type { Caller } from '../../../shared/contract/caller.ts';
import type { CostLimits } from '../../../shared/contract/cost-limits.ts';
import { NOTE_LIFE_MS, noteKey } from '../delivery/directory.ts';
import type { Place } from '../mute/place.ts';
import { openRedis } from '../redis.ts';
import { type GateReading, type GateVerdict, gateKeys, judge } from './judge.ts';

export interface Gate {
  /** Open when Redis does not answer in time, or not sensibly. */
  check(interaction: Place & { id: string }, caller: Caller): Promise<GateVerdict>;
}

/** A slow Redis must not eat the 3 seconds that Discord gives. */
const TIMEOUT_MS = 400;

export function createGate(options: {
  url: string;
  token: string;
  limits: CostLimits;
  now: () => number;
  onFailure: () => void;
}): Gate {
  const { limits, now, onFailure } = options;
  const redis = openRedis(options, TIMEOUT_MS);

  return {
    async check(interaction, caller) {
      const nowMs = now();
      const keys = gateKeys(interaction, caller, limits, nowMs);
      const note = noteKey(caller.user_id, nowMs);
      try {
        const pipeline = redis.pipeline();
        pipeline.mget(...keys.mutes, ...keys.calls);
        for (const key of keys.spent) pipeline.hmget(key, 'tokens', 'micro_usd');
        pipeline.sadd(note, interaction.id).pexpire(note, NOTE_LIFE_MS);
        const [counters, ...others] = await pipeline.exec<unknown[]>();
        const spent = others.slice(0, keys.spent.length);
        return judge(toReading(counters, spent, keys.mutes.length), caller, limits, nowMs);
      } catch {
        onFailure();
        return { kind: 'open' };
      }
    },
  };
}

function toReading(counters: unknown, spent: readonly unknown[], mutes: number): GateReading {
  if (!Array.isArray(counters)) throw new TypeError('Redis gave no proper answer');
  return {
    mutes: counters.slice(0, mutes),
    calls: counters.slice(mutes),
    spent: spent.map((value) => {
      if (!Array.isArray(value)) throw new TypeError('Redis gave no proper answer');
      const [tokens, microUsd] = value as unknown[];
      return { tokens, microUsd };
    }),
  };
}
