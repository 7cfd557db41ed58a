/**
 * The few statistics that the comparisons use. Pure.
 *
 * Medians and quartiles rather than means and deviations: on a shared machine the disturbances are rare and huge, and
 * nobody knows their distribution.
 */

/** A sample in five numbers, in the sample's own unit. */
export interface Summary {
  count: number;
  median: number;
  /** First and third quartile: half of the sample lies between them. */
  q1: number;
  q3: number;
  min: number;
  max: number;
}

/** The value below which a share `p` (0 to 1) of the sample lies, interpolated. Throws on an empty sample. */
export function quantile(sample: readonly number[], p: number): number {
  if (sample.length === 0) throw new RangeError('An empty sample has no quantiles');
  const sorted = sample.toSorted((a, b) => a - b);
  const position = Math.min(Math.max(p, 0), 1) * (sorted.length - 1);
  const below = sorted[Math.floor(position)] ?? Number.NaN;
  const above = sorted[Math.ceil(position)] ?? Number.NaN;
  const share = position - Math.floor(position);
  return below * (1 - share) + above * share;
}

export function median(sample: readonly number[]): number {
  return quantile(sample, 0.5);
}

export function summarise(sample: readonly number[]): Summary {
  return {
    count: sample.length,
    median: median(sample),
    q1: quantile(sample, 0.25),
    q3: quantile(sample, 0.75),
    min: quantile(sample, 0),
    max: quantile(sample, 1),
  };
}

/** Of the rounds that were taken: a round that was not is NaN. Null where there is none. */
export function summariseKnown(values: readonly number[]): Summary | null {
  const finite = values.filter(Number.isFinite);
  return finite.length === 0 ? null : summarise(finite);
}

/**
 * How `values` compare with `base`, round by round: what disturbed the machine during a round disturbed both, so the
 * ratios of rounds spread far less than the values do. Both have one value a round, in the order of the rounds.
 */
export function ratios(values: readonly number[], base: readonly number[]): number[] {
  return pairs(values, base).map(([value, other]) => value / other);
}

/** As `ratios`, for what adds up (latencies) rather than multiplies. */
export function differences(values: readonly number[], base: readonly number[]): number[] {
  return pairs(values, base).map(([value, other]) => value - other);
}

function pairs(values: readonly number[], base: readonly number[]): [number, number][] {
  if (values.length !== base.length) throw new RangeError('Both contestants must have run in every round');
  return values.map((value, round) => [value, base[round] ?? Number.NaN]);
}
