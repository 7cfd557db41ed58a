/** A name that somebody has chosen, as it may stand in a prompt. Pure. */
import { dropHidden } from '../../../shared/text/hidden.ts';
import { lazyPattern } from '../../../shared/text/lazy-pattern.ts';

const BREAKS = lazyPattern('[\\p{Cc}\\p{Zl}\\p{Zp}\\s\\u202a-\\u202e\\u2066-\\u2069]+', 'gu');

/** On one line; empty when there is nothing to be seen in it. */
export function visibleName(name: string): string {
  return dropHidden(name.toWellFormed().replaceAll(BREAKS(), ' ')).trim();
}
