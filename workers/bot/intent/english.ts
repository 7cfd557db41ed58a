import { ENGLISH_AGAIN } from './english/again.ts';
import { ENGLISH_HELP } from './english/help.ts';
import { ENGLISH_LANGUAGE } from './english/language.ts';
import { ENGLISH_MUTE } from './english/mute.ts';
import { ENGLISH_PIECES } from './english/pieces.ts';
import { ENGLISH_PRIVATE } from './english/private.ts';
import { ENGLISH_RESET } from './english/reset.ts';
import { ENGLISH_STATUS } from './english/status.ts';
import { ENGLISH_UNMUTE } from './english/unmute.ts';
import type { RuleSet } from './rule.ts';

/**
 * English phrases. Left out on purpose, for the model to answer:
 * - pleas ("help me", "please help"): a person may need a person's kind of answer;
 * - erasure of anything but the conversation with Libra ("delete my data"): a reset starts anew, it does not erase,
 *   which its answer says;
 * - what makes sense as a follow-up to an answer: "start over" (the quiz?), "how do I use this?" (the code?),
 *   "list commands", "clear the history". Asking which commands there are is no such thing.
 */
export const ENGLISH: RuleSet = {
  language: 'en',
  pieces: ENGLISH_PIECES,
  forms: {
    word: ['{libra} {phrase} {libra} [?]', '(hey|hi|hello|ok|okay|yo) (libra|@libra) {phrase} [?]'],
    name: ["{hail} {libra} [please|pls|plz|let's|lets] {phrase} {tail} {tail} {right}"],
    command: [
      '{hail} {libra} {please} {phrase} {tail} {tail} {right}',
      '{hail} {libra} {could} {phrase} {tail} {tail} [?]',
    ],
    order: [
      '{hail} {libra} {bid} {phrase} {tail} {tail} {right}',
      '{hail} {libra} {could} {phrase} {tail} {tail} [?]',
    ],
    gerund: ['{hail} {libra} {mind} {phrase} {tail} {tail} [?]'],
    question: ['{hail} {libra} {phrase} {tail} [?]'],
  },
  rules: [
    ...ENGLISH_HELP,
    ...ENGLISH_RESET,
    ...ENGLISH_STATUS,
    ...ENGLISH_MUTE,
    ...ENGLISH_PRIVATE,
    ...ENGLISH_UNMUTE,
    ...ENGLISH_AGAIN,
    ...ENGLISH_LANGUAGE,
  ],
};
