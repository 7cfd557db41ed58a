/**
 * Contestants take turns: A B C, C B A, A B C … Each round gives one measurement of each, taken within seconds of the
 * others, and going back and forth cancels what drifts (heat, neighbours on the machine, growing heaps).
 */
export interface TurnsOptions<Contestant, Measurement> {
  contestants: readonly Contestant[];
  rounds: number;
  measure(contestant: Contestant, round: number): Promise<Measurement>;
}

/** The measurements of each contestant, one a round. The round before the first is run and thrown away: it warms up. */
export async function takeTurns<Contestant, Measurement>(
  options: TurnsOptions<Contestant, Measurement>,
): Promise<Map<Contestant, Measurement[]>> {
  const { contestants, rounds, measure } = options;
  const results = new Map<Contestant, Measurement[]>(contestants.map((each) => [each, []]));
  for (let round = -1; round < rounds; round += 1) {
    for (const contestant of orderOf(contestants, round)) {
      const measurement = await measure(contestant, round);
      if (round >= 0) results.get(contestant)?.push(measurement);
    }
  }
  return results;
}

export function orderOf<Contestant>(contestants: readonly Contestant[], round: number): Contestant[] {
  return round % 2 === 0 ? [...contestants] : contestants.toReversed();
}

/** References, which no goal needs, are measured in every other round only: null in those between. */
export function sparing<Contestant, Measurement>(
  isReference: (contestant: Contestant) => boolean,
  measure: (contestant: Contestant, round: number) => Promise<Measurement>,
): (contestant: Contestant, round: number) => Promise<Measurement | null> {
  return async (contestant, round) =>
    isReference(contestant) && round % 2 === 1 ? null : measure(contestant, round);
}
