import type { Conversation } from './conversation.ts';

/** What is hard to cut: families joined by zero-width joiners, flags, skin tones, keycaps, decomposed syllables, marks. */
const HARD_TO_CUT = [
  '👨‍👩‍👧‍👦',
  '🏳️‍🌈',
  '🇰🇷',
  '👍🏽',
  '1️⃣',
  '한글'.normalize('NFD'),
  'é'.normalize('NFD'),
  'नमस्ते',
  '𝒳',
  '🧑🏿‍🚀',
];

/** `이모지 보여줘`, `show me some emoji`. */
export function showEmoji({ prompt, language }: Conversation): string | null {
  if (!/이모지|이모티콘|\bemojis?\b/i.test(prompt)) return null;
  const lead = language === 'ko' ? '자르기 어려운 글자들이에요:' : 'Characters that are hard to cut:';
  return `${lead} ${HARD_TO_CUT.join(' ')}`;
}
