import type { Language, Pieces } from './template.ts';

/** One line of the tables: phrases that all mean `intent`. */
export interface Rule {
  intent:
    | 'help'
    | 'reset'
    | 'status'
    | 'mute'
    | 'unmute'
    | 'private'
    | 'regenerate'
    | 'other_model'
    | 'speak_en'
    | 'speak_ko';
  form: Form;
  /** Templates, see `createTemplateReader`. */
  phrases: readonly string[];
}

export interface RuleSet {
  language: Language;
  pieces: Pieces;
  /** Where a phrase may stand in a message, by its form; `{phrase}` is the phrase. */
  forms: Readonly<Partial<Record<Form, readonly string[]>>>;
  rules: readonly Rule[];
}

/**
 * - `word`: the name of a command and nothing but Libra's own name, because more would make it something else
 *   ("help please" is a cry for help).
 * - `name`: a command's name or a whole order, with politeness; not as a question ("reset?" asks what that is).
 * - `command`: an imperative, with politeness, also as "could you …?".
 * - `order`: the same, of what the sender may also want to do ("I want to be quiet" is no order).
 * - `gerund`: a command behind "would you mind …?".
 * - `question`: a whole question, with or without its mark.
 * - `plain`, `plain_question`: the same as `command` and `question`, but without a greeting, which might be what the order is about
 *   ("안녕 영어로 말해").
 */
export type Form = 'word' | 'name' | 'command' | 'order' | 'gerund' | 'question' | 'plain' | 'plain_question';

/** How people address a bot and end a message to it; both languages, because messages mix them. */
export const SHARED_PIECES = {
  right: '[ok ?|okay ?|alright ?|right ?|알겠지 ?|알았지 ?|알겠니 ?|응 ?|오케이 ?]'.normalize('NFKC'),
  hail: '[hey|hi|hiya|heya|quick question|sorry|excuse me|hey there|hi there|hello there|good morning|good evening|미안|미안한데|죄송한데|혹시|얘|얘야|hello|hii|sup|ok so|yo|ok|okay|alright|well|oh|so|um|please|pls|plz|야|저기|저기요|안녕|안녕하세요|자|그럼|음|어이|이봐]',
  libra: '[libra|@libra|bot|리브라|리브라야|리브라님|봇|봇아]',
  tail: '[좀|좀요|please now|right away|if you can|if possible|pretty please|asap|dude|bro|thanks a lot|감사해용|부탁할게|부탁할게요|부탁드릴게요|알겠지|알았지|please|pls|plz|now|right now|thanks|thank you|thx|ty|ok|okay|for me|again|libra|bot|제발|플리즈|고마워|고마워요|고맙습니다|감사|감사해요|감사합니다|부탁|부탁해|부탁해요|부탁드려요|부탁드립니다|지금|당장|빨리|얼른|고고|ㄱㄱ|응|리브라|리브라야|봇아]'.normalize(
    'NFKC',
  ),
} as const satisfies Pieces;
