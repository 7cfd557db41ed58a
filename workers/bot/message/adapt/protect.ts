/** Puts code, addresses and references aside while the text around them is changed. Pure. */
import { scan } from '../../discord/markdown/scan.ts';

export interface Protected {
  text: string;
  pieces: string[];
}

/** Private characters around the number of a piece. */
const OPEN = '\uE000';
const CLOSE = '\uE001';

/** What stands for a link's `](address)`, and for any piece. */
export const LINK_END = new RegExp(`\\uE002${OPEN}\\d+${CLOSE}`);
export const PIECE = new RegExp(`${OPEN}\\d+${CLOSE}`);

/** Undefined for a text that uses these private characters itself. */
export function protect(text: string): Protected | undefined {
  if (/[\uE000-\uE002]/.test(text)) return undefined;
  const { spans, atoms } = scan(text, 'whole');
  const ranges = atoms
    .filter(({ kind, start }) => kind !== 'escape' || text.charAt(start + 1) === '$')
    .map(({ start, end }) => ({ start, end, mark: '' }));
  for (const { kind, state, start, contentEnd, end } of spans) {
    if (state !== 'closed') continue;
    if (kind === 'code' || kind === 'fence') ranges.push({ start, end, mark: '' });
    if (kind === 'link') ranges.push({ start: contentEnd, end, mark: '\uE002' });
  }
  ranges.sort((one, other) => one.start - other.start);
  const pieces: string[] = [];
  let shown = '';
  let from = 0;
  for (const { start, end, mark } of ranges) {
    if (start < from) continue;
    shown += `${text.slice(from, start)}${mark}${OPEN}${pieces.length}${CLOSE}`;
    pieces.push(text.slice(start, end));
    from = end;
  }
  return { text: shown + text.slice(from), pieces };
}

export function restore(text: string, pieces: readonly string[]): string {
  if (pieces.length === 0) return text;
  return text.replace(/\uE002?\uE000(\d+)\uE001/g, (_, index: string) => pieces[Number(index)] ?? '');
}
