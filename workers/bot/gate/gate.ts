/**
 * Reads, in the bot's one Redis request for a question, what would refuse it: then only the person who asked sees it, before
 * anything is deferred. The same request brings the settings of the place and notes whose delivery this will be. Nothing is taken from any limit here; the bff does that, and decides.
 * Who was let through here a moment ago, with room to spare, is let through again without a request: see passes.ts.
 */
import type { Caller } from '../../../shared/contract/caller.ts';
import { type CostLimits, OPERATOR_LIMITS_KEY, readLimits } from '../../../shared/contract/cost-limits.ts';
import { NOTE_LIFE_MS, noteKey } from '../../../shared/contract/deliveries.ts';
import { isList } from '../../../shared/json.ts';
import { openRedis } from '../redis.ts';
import {
  type Asked,
  type PlaceSettings,
  projectionKeys,
  settingsIn,
  toProjections,
} from '../settings/place-settings.ts';
import type { ProjectionMemory } from '../settings/projection-memory.ts';
import {
  type GateKeys,
  type GateReading,
  type GateVerdict,
  gateKeys,
  judge,
  limitsWith,
  roomLeft,
} from './judge.ts';
import { isSame, type Passes } from './passes.ts';

export interface Checked extends PlaceSettings {
  verdict: GateVerdict;
  /** Let through from memory: the bff has to look at the rest. */
  isRemembered?: true;
}

export interface Gate {
  /** Open when Redis does not answer in time, or not sensibly; settings are then those that are remembered. */
  check(
    interaction: Asked & { id: string },
    caller: Caller,
    how?: { mayRemember: boolean },
  ): Promise<Checked>;
}

/** What operators have set in the place of the variables, as the isolate's last question showed it. */
export interface SeenLimits {
  /** Null: nothing, as far as is known. */
  limits: CostLimits | null;
}

const OPEN = { kind: 'open' } as const;

/** A slow Redis must not eat the 3 seconds that Discord gives. */
const TIMEOUT_MS = 400;

export function createGate(options: {
  url: string;
  token: string;
  /** By the variables. */
  limits: CostLimits;
  now: () => number;
  memory: ProjectionMemory;
  passes: Passes;
  seen: SeenLimits;
  onFailure: () => void;
}): Gate {
  const { now, memory, passes, seen, onFailure } = options;
  const redis = openRedis(options, TIMEOUT_MS);

  return {
    async check(interaction, caller, { mayRemember } = { mayRemember: false }) {
      const passed = mayRemember ? passes.take(caller) : null;
      // What is set for roles may have changed: the bff is told all of them.
      if (passed !== null) {
        return { verdict: OPEN, ...passed, roleIds: interaction.roleIds, isRemembered: true };
      }
      const nowMs = now();
      // Which counters are read goes by what is known; what they come to, by what is read beside them. The bff decides in any case.
      const before = seen.limits ?? options.limits;
      const { channelId, parentId, roleIds } = interaction;
      const asked = { channelId, parentId, guildId: caller.guild_id, roleIds };
      const remembered = settingsIn(memory.recall(caller), asked, before, { isRead: false });
      const keys = gateKeys(interaction, caller, limitsWith(before, remembered.settings), nowMs);
      const note = noteKey(caller.user_id, nowMs);
      try {
        const pipeline = redis.pipeline();
        pipeline.mget(
          ...keys.mutes,
          keys.block,
          ...keys.calls,
          ...projectionKeys(caller),
          OPERATOR_LIMITS_KEY,
        );
        for (const key of keys.spent) pipeline.hmget(key, 'tokens', 'micro_usd');
        pipeline.sadd(note, interaction.id).pexpire(note, NOTE_LIFE_MS);
        const [values, ...others] = await pipeline.exec<unknown[]>();
        const reading = toReading(values, others, keys);
        seen.limits = readLimits(Array.isArray(values) ? values.at(-1) : null);
        const limits = seen.limits ?? options.limits;
        const projections = toProjections(reading.projections, caller);
        const place = settingsIn(projections, asked, limits, { isRead: true });
        const { settings } = place;
        const bounds = { limits: limitsWith(limits, settings), isAnswering: settings.isAnswering };
        const verdict = judge(reading, caller, bounds, nowMs);
        memory.remember(caller, projections);
        if (verdict.kind === 'open') passes.keep(caller, place, roomLeft(reading, caller, bounds, nowMs));
        else passes.forget((other) => isSame(other, caller));
        return { verdict, ...place };
      } catch {
        onFailure();
        const kind = remembered.settings.isAnswering ? 'open' : 'not_here';
        return { verdict: { kind }, ...remembered };
      }
    },
  };
}

function toReading(
  values: unknown,
  others: readonly unknown[],
  { mutes, calls, spent }: GateKeys,
): GateReading & { projections: unknown[] } {
  if (!Array.isArray(values)) throw new TypeError('Redis gave no proper answer');
  const beforeProjections = mutes.length + 1 + calls.length;
  return {
    mutes: values.slice(0, mutes.length),
    block: values[mutes.length],
    calls: values.slice(mutes.length + 1, beforeProjections),
    projections: values.slice(beforeProjections),
    spent: spent.map((key, index) => {
      const value = others[index];
      if (!isList(value)) throw new TypeError('Redis gave no proper answer');
      const [tokens, microUsd] = value;
      return { key, tokens, microUsd };
    }),
  };
}
