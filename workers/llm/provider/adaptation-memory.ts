/** What each target has refused, as one isolate remembers it. Pure. */
import type { Adaptation } from './adapt.ts';

export interface AdaptationMemory {
  of(target: string): readonly Adaptation[];
  /** False when it is known already or there are too many: then it has not helped. */
  add(target: string, adaptation: Adaptation): boolean;
}

/** What one request tries. */
export interface AdaptationTrial extends AdaptationMemory {
  /** The target has begun to answer: what was tried has helped. */
  answered(target: string): void;
}

const MAX_TARGETS = 200;
/** More would undo one another. */
const MAX_PER_TARGET = 6;

export function createAdaptationMemory(): AdaptationMemory {
  const known = new Map<string, Adaptation[]>();
  return {
    of: (target) => known.get(target) ?? [],
    add(target, adaptation) {
      const list = known.get(target) ?? [];
      if (!isNew(adaptation, list)) return false;
      if (known.size >= MAX_TARGETS && !known.has(target)) known.clear();
      known.set(target, [...list, adaptation]);
      return true;
    },
  };
}

/**
 * Others are asked so only once it has helped: a provider's sentence may name a field because the request does, as the name of a
 * tool, and then be about something else.
 */
export function createAdaptationTrial(memory: AdaptationMemory): AdaptationTrial {
  const tried = new Map<string, Adaptation[]>();
  const triedOf = (target: string) => tried.get(target) ?? [];
  const of = (target: string) => [...memory.of(target), ...triedOf(target)];
  return {
    of,
    add(target, adaptation) {
      if (!isNew(adaptation, of(target))) return false;
      tried.set(target, [...triedOf(target), adaptation]);
      return true;
    },
    answered(target) {
      for (const adaptation of triedOf(target)) memory.add(target, adaptation);
    },
  };
}

function isNew(adaptation: Adaptation, list: readonly Adaptation[]): boolean {
  const isKnown = list.some((other) => JSON.stringify(other) === JSON.stringify(adaptation));
  return !isKnown && list.length < MAX_PER_TARGET;
}
