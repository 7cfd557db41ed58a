/** What a skill of the offline model sees. Pure. */
import type { PromptMessage } from '../message-request.ts';
import { passagesIn, type ShownPassage, withoutPassages } from './documents.ts';

export type Language = 'ko' | 'en';

export interface Conversation {
  /** The model that was asked for, e.g. `gpt-4o-mini`. */
  model: string;
  /** All messages, oldest first. */
  messages: readonly PromptMessage[];
  /** What the user said last, trimmed; empty when he said nothing. */
  prompt: string;
  /** What he said before that, oldest first. */
  earlier: readonly string[];
  /** Of documents, before that. */
  passages: readonly ShownPassage[];
  /** The language of `prompt`. */
  language: Language;
}

/** An answer, or null: this is for another skill. */
export type Skill = (conversation: Conversation) => string | null;

export function readConversation(model: string, messages: readonly PromptMessage[]): Conversation {
  const ofUser = messages.filter(({ role }) => role === 'user').map(({ text }) => text);
  const said = ofUser.map((text) => unframe(withoutPassages(text)).trim());
  const passages = passagesIn(ofUser.at(-1) ?? '');
  const prompt = said.at(-1) ?? '';
  const earlier = [...toldBefore(messages), ...said.slice(0, -1)];
  return { model, messages, prompt, earlier, passages, language: languageOf(prompt) };
}

/** In a conversation of a channel each question stands in a frame that names its person. */
function unframe(text: string): string {
  return /^<channel_message from=".*">\n([\s\S]*)\n<\/channel_message>$/.exec(text)?.[1] ?? text;
}

/** What Libra remembers of the person, as its system message shows it. */
function toldBefore(messages: readonly PromptMessage[]): string[] {
  const system = messages.find(({ role }) => role === 'system')?.text ?? '';
  const framed = /<user_memory>\n([\s\S]*)\n<\/user_memory>/.exec(system)?.[1] ?? '';
  return framed.split('\n').flatMap((line) => /^- \d{4}-\d\d-\d\d: (.*)$/.exec(line)?.[1] ?? []);
}

const HANGUL = /\p{Script=Hangul}/u;

function languageOf(text: string): Language {
  return HANGUL.test(text) ? 'ko' : 'en';
}
