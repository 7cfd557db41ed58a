/** Changes the sample rate by a windowed sinc: what the new rate cannot hold is filtered out, not folded back. Pure. */

/** Zero crossings of the sinc on each side: more is sharper and slower. */
const CROSSINGS = 16;
/** Of the lower rate's band: the rest is where the filter falls off. */
const PASSED = 0.94;

export function resample(samples: Float32Array, fromRate: number, toRate: number): Float32Array {
  if (fromRate === toRate) return samples;
  const divisor = gcd(fromRate, toRate);
  const step = fromRate / divisor;
  const phases = toRate / divisor;
  const cutoff = Math.min(1, toRate / fromRate) * PASSED;
  const reach = Math.ceil(CROSSINGS / cutoff);
  const filters: Float32Array[] = [];
  const out = new Float32Array(Math.round((samples.length * toRate) / fromRate));
  for (let index = 0; index < out.length; index += 1) {
    const position = index * step;
    const phase = position % phases;
    const centre = (position - phase) / phases;
    filters[phase] ??= createFilter(phase / phases, cutoff, reach);
    out[index] = convolve(samples, centre - reach + 1, filters[phase]);
  }
  return out;
}

/** The taps around a point that lies `fraction` behind a sample; they sum up to 1. */
function createFilter(fraction: number, cutoff: number, reach: number): Float32Array {
  const taps = Float64Array.from({ length: 2 * reach }, (_, tap) => {
    const distance = tap - reach + 1 - fraction;
    const window = 0.5 + 0.5 * Math.cos((Math.PI * distance) / reach);
    return sinc(distance * cutoff) * window;
  });
  const sum = taps.reduce((total, tap) => total + tap, 0);
  return Float32Array.from(taps, (tap) => tap / sum);
}

function convolve(samples: Float32Array, start: number, filter: Float32Array): number {
  let sum = 0;
  const first = Math.max(0, -start);
  const last = Math.min(filter.length, samples.length - start);
  for (let tap = first; tap < last; tap += 1) sum += (samples[start + tap] ?? 0) * (filter[tap] ?? 0);
  return sum;
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}
