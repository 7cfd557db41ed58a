/** Random numbers that are the same in every run with the same seed. */

export interface Random {
  /** From 0 to 1, without 1. */
  next(): number;
  /** With this mean. */
  exponential(mean: number): number;
  /** A log-normal distribution by its median and its 95th percentile. */
  logNormal(median: number, p95: number): number;
}

/** The 95th percentile of the standard normal distribution. */
const Z95 = 1.644_853_626_951;

export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  /** Mulberry32. */
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  /** Box and Muller. */
  const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  return {
    next,
    exponential: (mean) => -mean * Math.log(1 - next()),
    logNormal: (median, p95) => median * Math.exp((normal() * Math.log(p95 / median)) / Z95),
  };
}
