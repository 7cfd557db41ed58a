/** Why a bench cannot run: a sentence for whoever started it. */
export class BenchRefusal extends Error {
  override name = 'BenchRefusal';
}
