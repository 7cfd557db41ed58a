/** An integer from 0 to below `below` (at most 2^32), each as likely as any other. */
export function randomInt(below: number): number {
  const span = 2 ** 32;
  // What is beyond the last whole multiple would make small numbers likelier.
  const usable = span - (span % below);
  const words = new Uint32Array(1);
  for (;;) {
    crypto.getRandomValues(words);
    const word = words[0] ?? 0;
    if (word < usable) return word % below;
  }
}
