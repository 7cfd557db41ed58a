/** Extraction of facts, as Libra's personal memory asks for it: by rule, each sentence in which somebody speaks of themselves. */
import type { Conversation } from './conversation.ts';

const WANTED = /You keep a person's memory/;
const WORDS = /<own_words>\n([\s\S]*)\n<\/own_words>/;
const KNOWN = /<known_facts>\n([\s\S]*)\n<\/known_facts>/;
const OF_THEMSELVES =
  /\b(?:i|i'm|i've|my|me)\b|(?:^|\s)(?:나|난|나는|내|내가|저|전|저는|제|제가|우리)(?=\s|$)/i;
/** "Give me a recipe", "나 좀 도와줘" tell nothing; how to be called or answered does. */
const ASKED =
  /^(?:please |can |could |would |will |what|why|who|how|when|where|do i|am i|should|(?:give|tell|show|help|let|make|write|find|get|send|teach|read|play|explain to) (?:me|my)\b)|(?<!불러 ?|답해 ?)(?:줘|줘요|주세요|줄래|줄래요)[.!~。]*$|(?:까|까요|나요)[.!~。]*$/i;
const MAX_FACTS = 5;

export function extract({ messages, prompt }: Conversation): string | null {
  if (!messages.some(({ role, text }) => role === 'system' && WANTED.test(text))) return null;
  const lines = WORDS.exec(prompt)?.[1]?.split('\n') ?? [];
  const known = KNOWN.exec(prompt)?.[1] ?? '';
  const facts = lines.flatMap((line) => {
    const [, turn, words] = /^\[(\d+)\] (.*)$/.exec(line) ?? [];
    return (words ?? '')
      .split(/(?<=[.!。])\s+/)
      .filter(
        (sentence) => OF_THEMSELVES.test(sentence) && !ASKED.test(sentence) && !known.includes(sentence),
      )
      .map((text) => ({ text, turn: Number(turn), replaces: null }));
  });
  return JSON.stringify({ facts: facts.slice(0, MAX_FACTS) });
}
