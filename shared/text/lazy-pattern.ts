import { once } from '../once.ts';

/**
 * A regular expression that is made at its first use: for one with sets of Unicode (`\p{L}`). V8 builds the sets of a literal
 * while it reads the script, used or not, some 0.2 ms each at every start; `npm run bundles` refuses such literals. Pure.
 */
export function lazyPattern(source: string, flags: string): () => RegExp {
  return once(() => new RegExp(source, flags));
}
