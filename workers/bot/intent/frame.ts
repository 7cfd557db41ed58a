/** Arranges the rule tables so that a message is compared with few of their phrases. Pure. */
import type { Rule, RuleSet } from './rule.ts';
import { type Language, type Part, type Phrase, parseTemplate } from './template.ts';

/** The phrases that stand behind the same beginning (greeting, name, politeness); what may follow is part of each. */
export interface Frame {
  language: Language;
  before: readonly Part[];
  /** By the character that they may begin with, because hardly any question begins like one of them. */
  phrases: ReadonlyMap<string, readonly Meaning[]>;
  /** Those that may begin with a duration, hence with any character. */
  openPhrases: readonly Meaning[];
}

export interface Meaning extends Phrase {
  intent: Rule['intent'];
}

export function readRules({ language, pieces, forms, rules }: RuleSet): Frame[] {
  return Object.entries(forms).flatMap(([form, frames]) =>
    frames.map((frame): Frame => {
      const [before = '', after = ''] = frame.split('{phrase}');
      const meanings = rules
        .filter((rule) => rule.form === form)
        .flatMap(({ intent, phrases }) =>
          phrases.map((phrase): Meaning => ({ intent, ...parseTemplate(`${phrase} ${after}`, pieces) })),
        );
      return { language, before: parseTemplate(before, pieces).before, ...indexMeanings(meanings) };
    }),
  );
}

function indexMeanings(meanings: readonly Meaning[]): Pick<Frame, 'phrases' | 'openPhrases'> {
  const firsts = new Map(meanings.map((meaning) => [meaning, firstCharacters(meaning)]));
  const beginningWith = (character: string) =>
    meanings.filter((meaning) => firsts.get(meaning)?.has(character) ?? true);
  const characters = new Set([...firsts.values()].flatMap((set) => [...(set ?? [])]));
  return {
    phrases: new Map([...characters].map((character) => [character, beginningWith(character)])),
    openPhrases: meanings.filter((meaning) => firsts.get(meaning) === undefined),
  };
}

/** Undefined for any character: what comes first may be the slot. */
function firstCharacters({ before }: Phrase): Set<string> | undefined {
  const characters = new Set<string>();
  for (const { optional, words } of before) {
    for (const character of words.keys()) characters.add(character);
    if (!optional) return characters;
  }
  return undefined;
}
