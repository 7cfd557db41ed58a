/**
 * Matches Korean while it is still being typed. A syllable passes through other characters on its way (`ㄷ`, `도`, `동`,
 * `도우`, `도움`), so a plain prefix test would empty a list of suggestions at every other keystroke. Compared are the
 * keys pressed instead; and initials alone find a word, as Korean readers expect (`ㄷㅇㅁ` finds 도움말).
 */
const FIRST_SYLLABLE = 0xac00;
const LAST_SYLLABLE = 0xd7a3;
const INITIALS = 'ㄱ ㄲ ㄴ ㄷ ㄸ ㄹ ㅁ ㅂ ㅃ ㅅ ㅆ ㅇ ㅈ ㅉ ㅊ ㅋ ㅌ ㅍ ㅎ'.split(' ');
const MEDIALS = 'ㅏ ㅐ ㅑ ㅒ ㅓ ㅔ ㅕ ㅖ ㅗ ㅗㅏ ㅗㅐ ㅗㅣ ㅛ ㅜ ㅜㅓ ㅜㅔ ㅜㅣ ㅠ ㅡ ㅡㅣ ㅣ'.split(' ');
const FINALS =
  ' ㄱ ㄲ ㄱㅅ ㄴ ㄴㅈ ㄴㅎ ㄷ ㄹ ㄹㄱ ㄹㅁ ㄹㅂ ㄹㅅ ㄹㅌ ㄹㅍ ㄹㅎ ㅁ ㅂ ㅂㅅ ㅅ ㅆ ㅇ ㅈ ㅊ ㅋ ㅌ ㅍ ㅎ'.split(
    ' ',
  );

/** True when `text` begins with `query`, or will once the query's Korean letters are complete. */
export function startsWithTyped(text: string, query: string): boolean {
  const wanted = query.normalize('NFC').toLowerCase();
  const candidate = text.normalize('NFC').toLowerCase();
  if (keysOf(candidate).startsWith(keysOf(wanted))) return true;
  return /^[ㄱ-ㅎ]+$/.test(wanted) && initialsOf(candidate).startsWith(wanted);
}

/** The keys of a two-set Korean keyboard, in order; other characters stand for themselves. */
function keysOf(text: string): string {
  return Array.from(text, (char) => {
    const parts = syllableParts(char);
    return parts === null
      ? char
      : `${INITIALS[parts.initial]}${MEDIALS[parts.medial]}${FINALS[parts.final] ?? ''}`;
  }).join('');
}

function initialsOf(text: string): string {
  return Array.from(text, (char) => {
    const parts = syllableParts(char);
    return parts === null ? char : INITIALS[parts.initial];
  }).join('');
}

function syllableParts(char: string): { initial: number; medial: number; final: number } | null {
  const code = char.codePointAt(0) ?? 0;
  if (code < FIRST_SYLLABLE || code > LAST_SYLLABLE) return null;
  const offset = code - FIRST_SYLLABLE;
  return {
    initial: Math.floor(offset / (MEDIALS.length * FINALS.length)),
    medial: Math.floor(offset / FINALS.length) % MEDIALS.length,
    final: offset % FINALS.length,
  };
}
