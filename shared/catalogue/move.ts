/** Which target is asked after one that failed. Pure. */
import type { Chain, ModelEntry } from './catalogue.ts';
import type { MoveReason } from './move-reason.ts';

export interface ChainTarget {
  model: ModelEntry;
  /** The step of the chain that it comes from. */
  step: number;
  on: readonly MoveReason[];
}

/**
 * The chain's targets in the order in which they are asked. Of a step that shares its load the first is drawn by weight,
 * and so are those after it, which stand in for it. A weight of 0 takes a target out. `random` gives from 0 to below 1.
 */
export function orderTargets(chain: Chain, random: () => number): ChainTarget[] {
  return chain.flatMap(({ targets, on }, step) =>
    drawAll(
      targets.filter(({ weight }) => weight > 0),
      random,
    ).map(({ model }) => ({ model, step, on })),
  );
}

function drawAll<Item extends { weight: number }>(items: readonly Item[], random: () => number): Item[] {
  const left = [...items];
  const drawn: Item[] = [];
  while (left.length > 1) {
    const total = left.reduce((sum, { weight }) => sum + weight, 0);
    let point = random() * total;
    const index = left.findIndex(({ weight }) => {
      point -= weight;
      return point < 0;
    });
    drawn.push(...left.splice(index === -1 ? left.length - 1 : index, 1));
  }
  return [...drawn, ...left];
}

/** The place of the next target after the one at `index` that failed for `reason`; undefined when there is none. */
export function findNext(
  targets: readonly ChainTarget[],
  index: number,
  reason: MoveReason,
): number | undefined {
  const from = targets[index];
  if (from === undefined) return undefined;
  const next = targets.findIndex((to, at) => {
    if (at <= index) return false;
    // Targets that share a step stand in for one another.
    if (to.step !== from.step && !to.on.includes(reason)) return false;
    return reason !== 'context' || isLarger(to.model, from.model);
  });
  return next === -1 ? undefined : next;
}

function isLarger({ contextTokens: larger }: ModelEntry, { contextTokens: smaller }: ModelEntry): boolean {
  return larger !== undefined && (smaller === undefined || larger > smaller);
}
