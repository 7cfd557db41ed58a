/**
 * The offline model: answers from a table of small skills, the same answer to the same messages every time. Pure.
 *
 * It is no language model and says so whenever it is asked about itself or for something that only a real one can do.
 * What it can do is what a person or a test needs to see a stream, a window of messages and a long text at work.
 */
import type { PromptMessage } from '../message-request.ts';
import { calculate } from './arithmetic.ts';
import { type Conversation, readConversation, type Skill } from './conversation.ts';
import { count } from './count.ts';
import { answerFromPassages } from './documents.ts';
import { showEmoji } from './emoji.ts';
import { extract } from './extract.ts';
import { admit, greet, introduce } from './introduce.ts';
import { writeLong } from './long-text.ts';
import { recall } from './memory.ts';
import { repeat } from './repeat.ts';
import { showCode, showTable } from './samples.ts';

/** In order: the first that has an answer gives it. */
const SKILLS: readonly Skill[] = [
  extract,
  repeat,
  goOn,
  count,
  recall,
  writeLong,
  introduce,
  calculate,
  showCode,
  showTable,
  showEmoji,
  greet,
  ({ prompt, passages, language }) => answerFromPassages(prompt, passages, language),
];

export function answer(model: string, messages: readonly PromptMessage[]): string {
  const conversation = readConversation(model, messages);
  for (const skill of SKILLS) {
    const text = skill(conversation);
    if (text !== null) return text;
  }
  return admit(conversation);
}

const GO_ON =
  /^(?:계속(?:해|해줘|해 줘|해주세요|해 주세요)?|이어서(?: ?(?:써|해)줘?)?|continue|go on|keep going)[.!]?$/i;
/** What the button under an answer that broke off says for its person. */
const BUTTON = /^(?:방금 답변이 끊긴 곳부터|Continue exactly where) /;

/** `continue` after an answer that was cut: what it still lacks, found by giving that answer again. */
function goOn({ model, messages, prompt, language }: Conversation): string | null {
  if (!GO_ON.test(prompt) && !BUTTON.test(prompt)) return null;
  const last = messages.findLastIndex(({ role }) => role === 'assistant');
  const before = messages.slice(0, last);
  if (last === -1 || !before.some(({ role }) => role === 'user')) return null;
  const given = messages[last]?.text ?? '';
  const whole = answer(model, before);
  // Of an answer that is too long to be sent again, Libra sends the end.
  const isEnd = given.startsWith('… ');
  const shown = isEnd ? given.slice(2) : given;
  const at = whole.indexOf(shown);
  const end = at + shown.length;
  if ((at === 0 || (isEnd && at > 0)) && end < whole.length) return whole.slice(end);
  return language === 'ko' ? '앞의 답변은 거기까지가 전부였어요.' : 'That was the whole answer.';
}
