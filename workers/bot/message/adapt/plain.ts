/** The text of a cell without its markdown, for where marks would be shown as characters. Pure. */
import { scan } from '../../discord/markdown/scan.ts';

export function plainText(cell: string): string {
  if (!/[\\`*_~|<[\n]/.test(cell)) return cell.trim();
  const { spans, atoms } = scan(cell, 'whole');
  const hidden = new Set<number>();
  const hide = (start: number, end: number) => {
    for (let index = start; index < end; index++) hidden.add(index);
  };
  for (const { state, start, contentStart, contentEnd, end } of spans) {
    if (state !== 'closed') continue;
    hide(start, contentStart);
    hide(contentEnd, end);
  }
  for (const { kind, start, end } of atoms) {
    if (kind === 'escape') hide(start, start + 1);
    if (kind === 'autolink') {
      hide(start, start + 1);
      hide(end - 1, end);
    }
  }
  let shown = '';
  for (let index = 0; index < cell.length; index++) if (!hidden.has(index)) shown += cell.charAt(index);
  // Three backticks would end the block that the cell is shown in.
  return shown.replaceAll('```', "'''").replaceAll('\n', ' ').trim();
}
