import type { Rule } from '../rule.ts';

/**
 * In which language Libra is to answer from now on. What may be a wish for one text ("answer in English", "in English please") is
 * left to the model, and so is what asks for an ability ("can you speak English?").
 */
export const ENGLISH_LANGUAGE: readonly Rule[] = [
  ...rulesOf('speak_en', 'english'),
  ...rulesOf('speak_ko', '(korean|hangul)'),
];

function rulesOf(intent: 'speak_en' | 'speak_ko', name: string): Rule[] {
  const orders = [
    `[always|only|just] (speak|talk|chat) [to me|to us|with me|with us] [only|always|in|only in] ${name} [with me|to me|here|in here] [from now on|only|always|now|instead|going forward|from here on]`,
    `[always|only] {reply} [to me|me|to us|us|to everything] [only|always] in ${name} {forever}`,
    `(always|only) {reply} [to me|me|to us|us] [only] in ${name}`,
    `{forever} [please|always|only] (speak|talk|use|chat|speak to me|talk to me) [only|always] [in|only in] ${name}`,
    `{forever} [please|always|only] {reply} [to me|me|to us|us] [only|always] in ${name}`,
    `(switch|switch over|switch back|go back) to ${name} [from now on|now|for me|only]`,
    `(switch|change|set) [the|your|my|our] [reply|answer|default|answering|display|bot] language to ${name} [from now on|now]`,
    `use ${name} [only|instead|with me|here|to talk to me|as the language|as your language] [from now on|always|going forward|only]`,
    `(set|change|switch) [your|the|my] (language|lang) [to] ${name}`,
  ];
  return [
    {
      intent,
      form: 'name',
      phrases: [
        ...orders.map((order) => `{youShould} ${order}`),
        `${name} (please|pls|plz|only|only please|from now on|from now on please)`,
        `only ${name}`,
      ],
    },
    {
      intent,
      form: 'question',
      phrases: orders.map(
        (order) =>
          `(could you|would you|will you|can you please|can u please|could u) [please|kindly] ${order} [please]`,
      ),
    },
  ];
}
