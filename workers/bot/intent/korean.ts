import { KOREAN_AGAIN } from './korean/again.ts';
import { KOREAN_HELP } from './korean/help.ts';
import { KOREAN_LANGUAGE } from './korean/language.ts';
import { KOREAN_MUTE } from './korean/mute.ts';
import { KOREAN_PIECES } from './korean/pieces.ts';
import { KOREAN_PRIVATE } from './korean/private.ts';
import { KOREAN_RESET } from './korean/reset.ts';
import { KOREAN_STATUS } from './korean/status.ts';
import { KOREAN_UNMUTE } from './korean/unmute.ts';
import type { Rule, RuleSet } from './rule.ts';

/** The pieces that order, and those that ask politely for the same. */
const ASKED: Readonly<Record<string, string>> = {
  do: 'could',
  order: 'could',
  show: 'showMe',
  tell: 'showMe',
  erase: 'couldErase',
  wipe: 'couldErase',
  forget: 'couldForget',
  answer: 'wouldAnswer',
  quiet: 'wouldQuiet',
  give: 'wouldGive',
};

/** Adds the polite question to each order: `대화 초기화해 줄래?` to `대화 초기화해 줘`. */
function withQuestions(rules: readonly Rule[]): Rule[] {
  const asked = rules
    .filter(({ form }) => form === 'command' || form === 'plain')
    .map(({ intent, form, phrases }): Rule => {
      const orders = phrases.map((phrase) =>
        phrase.replace(/\{(\w+)\}$/, (piece, name) => (ASKED[name] ? `{${ASKED[name]}}` : piece)),
      );
      const questions = orders.filter((phrase) => !phrases.includes(phrase));
      return { intent, form: form === 'plain' ? 'plain_question' : 'question', phrases: questions };
    });
  return [...rules, ...asked];
}

/**
 * Korean phrases, written with their proper spaces. Left out on purpose, for the model to answer:
 * - pleas ("도와줘", "살려줘");
 * - erasure of anything but the conversation with Libra ("기록 지워줘"; "대화 지워줘" may mean a story's dialogue):
 *   a reset starts anew, it does not erase, which its answer says;
 * - what makes sense as a follow-up to an answer: "처음부터 다시 시작하자" (the quiz?), "사용법" and "명령어 알려줘" (of what
 *   was just explained?), "다시 말해줘", "다시 설명해줘". Asking which commands there are ("무슨 명령어 있어?") is no such thing;
 * - questions about permission or ability ("초기화해도 돼?", "초기화할 수 있어?"), which are not requests.
 */
export const KOREAN: RuleSet = {
  language: 'ko',
  pieces: KOREAN_PIECES,
  forms: {
    word: ['{libra} {phrase} [?]'],
    name: ['{hail} {libra} {now} {phrase} {tail} {tail} {right}'],
    command: ['{hail} {libra} {now} {phrase} {tail} {tail} {right}'],
    question: ['{hail} {libra} {now} {phrase} {tail} [?]'],
    plain: ['{libra} {please} {phrase} {tail} {tail} {right}'],
    plain_question: ['{libra} {please} {phrase} {tail} [?]'],
  },
  rules: withQuestions([
    ...KOREAN_HELP,
    ...KOREAN_RESET,
    ...KOREAN_STATUS,
    ...KOREAN_MUTE,
    ...KOREAN_PRIVATE,
    ...KOREAN_UNMUTE,
    ...KOREAN_AGAIN,
    ...KOREAN_LANGUAGE,
  ]),
};
