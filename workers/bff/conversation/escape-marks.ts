/**
 * Text from outside stands in a frame of two marks, `<tag …>` and `</tag>`. What looks like one of them in the text is escaped,
 * also with hidden characters or white space between its letters, so that nothing in the text ends the frame. Pure.
 */
import { lazyPattern } from '../../../shared/text/lazy-pattern.ts';
import { toStorableText } from '../store/storable-text.ts';

/** Between the letters of a mark, and before them. */
const GAP = '[\\s\\p{Cf}\\p{Default_Ignorable_Code_Point}]*';

export function createMarkEscaper(tag: string): (text: string) => string {
  const forged = lazyPattern(`[<＜﹤](?=${GAP}(?:[/／]${GAP})?${[...tag].join(GAP)})`, 'giu');
  return (text) => toStorableText(text).replace(forged(), '&lt;');
}
