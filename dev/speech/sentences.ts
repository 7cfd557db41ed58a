/** Pieces of a text that can be spoken one after the other, so that the first is heard before the last is spoken. Pure. */
const SENTENCE = /[^.!?。…\n]+(?:[.!?。…\n]+["'”’)\]]*\s*|$)|[.!?。…\n]+/gu;
/** Shorter sentences are spoken together: each piece costs a start of the engine. */
const LEAST_CHARS = 80;

/** Joined they are `text`; none of them is blank, but for a text that is. */
export function splitForSpeech(text: string): string[] {
  const pieces: string[] = [];
  for (const sentence of text.match(SENTENCE) ?? [text]) {
    const last = pieces.at(-1);
    // The first sentence stands alone, so that something is heard soon.
    const joins =
      last !== undefined && (last.trim() === '' || (pieces.length > 1 && last.length < LEAST_CHARS));
    if (joins) pieces[pieces.length - 1] = last + sentence;
    else pieces.push(sentence);
  }
  const end = pieces.at(-1) ?? '';
  if (pieces.length > 1 && end.trim() === '') {
    pieces.pop();
    pieces[pieces.length - 1] += end;
  }
  return pieces;
}
