/** Why a bench cannot run: a sentence for the person who started it. */
export class BenchRefusal extends Error {
  override name = 'BenchRefusal';
}
