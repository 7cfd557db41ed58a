/** Ends a text that is too long to be spoken where a sentence does. Pure. */

export interface Cut {
  text: string;
  isCut: boolean;
}

/** Behind its mark, where a space follows; Korean ends in the same marks. */
const SENTENCE_END = /[.!?…。]["'”’)\]]*(?=\s|$)/gu;

/** `note`: said at the end of what was cut. `maxChars`: code points, note included. */
export function cutToSpeak(text: string, note: string, maxChars: number): Cut {
  const characters = [...text];
  if (characters.length <= maxChars) return { text, isCut: false };
  const room = Math.max(0, maxChars - [...note].length - 1);
  const start = characters.slice(0, room).join('');
  const end = [...start.matchAll(SENTENCE_END)].at(-1);
  const kept =
    end === undefined
      ? start.slice(0, Math.max(0, start.lastIndexOf(' '))) || start
      : start.slice(0, end.index + end[0].length);
  return { text: `${kept.trimEnd()} ${note}`.trim(), isCut: true };
}
