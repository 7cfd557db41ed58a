/** The text of a cell without its markdown, for where marks would be shown as characters; a link has its address behind it. Pure. */
import { scan } from '../../discord/markdown/scan.ts';

export function plainText(cell: string): string {
  if (!/[\\`*_~|<[\n]/.test(cell)) return cell.trim();
  const { spans, atoms } = scan(cell, 'whole');
  const hidden = new Set<number>();
  const addresses = new Map<number, string>();
  const hide = (start: number, end: number) => {
    for (let index = start; index < end; index++) hidden.add(index);
  };
  for (const { kind, state, start, contentStart, contentEnd, end, href } of spans) {
    if (state !== 'closed') continue;
    hide(start, contentStart);
    hide(contentEnd, end);
    if (kind === 'link' && href !== cell.slice(contentStart, contentEnd))
      addresses.set(contentEnd, ` (${href})`);
  }
  for (const { kind, start, end } of atoms) {
    if (kind === 'escape') hide(start, start + 1);
    if (kind === 'autolink') {
      hide(start, start + 1);
      hide(end - 1, end);
    }
  }
  let shown = '';
  for (let index = 0; index < cell.length; index++) {
    shown += addresses.get(index) ?? (hidden.has(index) ? '' : cell.charAt(index));
  }
  // Three backticks would end the block that the cell is shown in.
  return shown.replaceAll('```', "'''").replaceAll('\n', ' ').trim();
}
