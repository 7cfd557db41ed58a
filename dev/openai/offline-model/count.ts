import type { Conversation } from './conversation.ts';

const KOREAN = /(-?\d{1,9})\s*(?:부터|에서|~)\s*(-?\d{1,9})\s*까지.*(?:세|셀|숫자|말해|써|적어)/;
const ENGLISH = /\bcount\b(?:.*?\bfrom\s+(-?\d{1,9}))?.*?\bto\s+(-?\d{1,9})/i;
/** A longer count ends here and says so. */
const MOST_NUMBERS = 1_000;

/** `1부터 20까지 세어줘`, `count from 10 to 1`. */
export function count({ prompt, language }: Conversation): string | null {
  const match = KOREAN.exec(prompt) ?? ENGLISH.exec(prompt);
  if (match === null) return null;
  const from = Number(match[1] ?? '1');
  const to = Number(match[2]);
  const step = from <= to ? 1 : -1;
  const wanted = Math.abs(to - from) + 1;
  const numbers = Array.from({ length: Math.min(wanted, MOST_NUMBERS) }, (_, index) => from + index * step);
  const text = numbers.join(', ');
  if (wanted <= MOST_NUMBERS) return text;
  return language === 'ko'
    ? `${text} … 여기까지만 셀게요. (오프라인 모델은 한 번에 ${MOST_NUMBERS}개까지 셉니다.)`
    : `${text} … I stop here. (The offline model counts at most ${MOST_NUMBERS} numbers at a time.)`;
}
