/** The language of a text, for screen readers and line breaking. Pure. */
const HANGUL = /\p{Script=Hangul}/gu;
const LATIN = /\p{Script=Latin}/gu;
const CODE = /```[\s\S]*?(?:```|$)|`[^`\n]*`|https?:\/\/\S+/g;

/** `ko` or `en`; undefined when the text has no letters of either. A Korean text often holds names in Latin letters. */
export function languageOf(text: string): 'ko' | 'en' | undefined {
  const words = text.replaceAll(CODE, ' ');
  const hangul = words.match(HANGUL)?.length ?? 0;
  const latin = words.match(LATIN)?.length ?? 0;
  if (hangul === 0 && latin === 0) return undefined;
  // A syllable stands for two or three letters.
  return hangul * 3 >= latin ? 'ko' : 'en';
}
