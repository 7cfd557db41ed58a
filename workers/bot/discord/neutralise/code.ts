/** Where the code is in a message. Pure. */
import { scan } from '../markdown/scan.ts';

export interface CodeRanges {
  has(index: number): boolean;
}

/** `growing`: code whose end has not come is code, as the splitter closes it. `none`: nothing is. */
export type CodeReading = 'growing' | 'whole' | 'none';

export function findCode(text: string, reading: CodeReading): CodeRanges {
  if (reading === 'none') return { has: () => false };
  const spans = scan(text, reading).spans.filter(
    ({ kind, state }) => (kind === 'code' || kind === 'fence') && state !== 'dropped',
  );
  let next = 0;
  return {
    // Places come in order, mostly.
    has(index) {
      if (next > 0 && (spans[next - 1]?.end ?? 0) > index) next = 0;
      while (next < spans.length && (spans[next]?.end ?? 0) <= index) next++;
      const span = spans[next];
      return span !== undefined && span.start <= index;
    },
  };
}
