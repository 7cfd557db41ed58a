/** Import cycles, type-only imports included. Pure. */
import type { Import } from './read.ts';

/** Each cycle once: its files in order, the first one again at the end. */
export function findCycles(imports: readonly Import[]): string[][] {
  const next = new Map<string, string[]>();
  for (const { from, to, kind } of imports) {
    if (kind === 'file') next.set(from, [...(next.get(from) ?? []), to]);
  }
  const cycles: string[][] = [];
  const done = new Set<string>();
  const path: string[] = [];
  const onPath = new Set<string>();

  function visit(file: string): void {
    if (onPath.has(file)) {
      cycles.push([...path.slice(path.indexOf(file)), file]);
      return;
    }
    if (done.has(file)) return;
    path.push(file);
    onPath.add(file);
    for (const target of next.get(file) ?? []) visit(target);
    path.pop();
    onPath.delete(file);
    done.add(file);
  }

  for (const file of next.keys()) visit(file);
  return cycles;
}
