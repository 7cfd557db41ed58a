/**
 * Text from outside, made harmless: all that is sent to Discord goes through here. Pure, idempotent, and
 * linear in the length; a text without anything of the kind comes out as it is.
 *
 * - Hidden characters go. In code, where text is copied from, they are named instead: `⟨U+202E⟩`.
 * - A link whose text is another address than its target is shown with both.
 * - An address that reads like another one is shown in the form that nobody mistakes.
 *
 * Mentions cannot notify anybody and links unfold no preview: see message.ts.
 */
import { nameHidden, replaceHidden } from '../../../../shared/text/hidden.ts';
import { type CodeRanges, type CodeReading, findCode } from './code.ts';
import { exposeLinks } from './links.ts';

export function neutralise(text: string, reading: CodeReading = 'whole'): string {
  const code = onceEach((whole) => findCode(whole, reading));
  const plain = replaceHidden(text.toWellFormed(), (hidden, index, whole) => {
    if (code(whole).has(index)) return nameHidden(hidden);
    return hidden.includes('\u2800') ? ' ' : '';
  });
  return exposeLinks(plain, code);
}

/** Reading the markdown costs most, and most texts do not need it. */
function onceEach(find: (text: string) => CodeRanges): (text: string) => CodeRanges {
  let last: { text: string; ranges: CodeRanges } | undefined;
  return (text) => {
    if (last?.text !== text) last = { text, ranges: find(text) };
    return last.ranges;
  };
}
