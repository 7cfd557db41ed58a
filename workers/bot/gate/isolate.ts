/** The gate of this isolate, with what it remembers: of the Worker's requests, and of the deliveries that run beside them. */
import type { BffClient } from '../bff/client.ts';
import type { BotConfig } from '../config.ts';
import { createProjectionMemory } from '../settings/projection-memory.ts';
import { createGate, type Gate, type SeenLimits } from './gate.ts';
import { createPasses, near } from './passes.ts';

const memory = createProjectionMemory(Date.now);
export const passes = createPasses(Date.now);
/** A gate is made for each request. */
export const seenLimits: SeenLimits = { limits: null };

export function gateFor({ redis, costLimits }: BotConfig, onFailure: () => void): Gate {
  return createGate({
    ...redis,
    limits: costLimits,
    now: Date.now,
    memory,
    passes,
    seen: seenLimits,
    onFailure,
  });
}

/** The same client: what it changes is asked about anew in this isolate. */
export function forgettingPasses(bff: BffClient): BffClient {
  const { settings, choices } = bff;
  return {
    ...bff,
    settings: {
      ...settings,
      change: (actor, change) =>
        settings.change(actor, change).finally(() => passes.forget(near(actor.caller))),
    },
    choices: {
      ...choices,
      change: (caller, change) => choices.change(caller, change).finally(() => passes.forget(near(caller))),
    },
    remember: (caller, remember) => bff.remember(caller, remember).finally(() => passes.forget(near(caller))),
    erase: (caller) => bff.erase(caller).finally(() => passes.forget(near(caller))),
  };
}
