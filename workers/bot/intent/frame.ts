/** Arranges the rule tables so that a message is compared with few of their phrases. Pure. */
import type { Rule, RuleSet } from './rule.ts';
import { createTemplateReader, type Language, type Part, type Phrase } from './template.ts';

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
  const read = createTemplateReader(pieces);
  return Object.entries(forms).flatMap(([form, frames]) =>
    frames.map((frame): Frame => {
      const [before = '', after = ''] = frame.split('{phrase}');
      const meanings = rules
        .filter((rule) => rule.form === form)
        .flatMap(({ intent, phrases }) =>
          phrases.map((phrase): Meaning => ({ intent, ...read(`${phrase} ${after}`) })),
        );
      return { language, before: read(before).before, ...indexMeanings(meanings) };
    }),
  );
}

function indexMeanings(meanings: readonly Meaning[]): Pick<Frame, 'phrases' | 'openPhrases'> {
  const firsts = new Map(meanings.map((meaning) => [meaning, firstCharacters(meaning)]));
  const characters = new Set([...firsts.values()].flatMap((set) => [...(set ?? [])]));
  const phrases = new Map([...characters].map((character): [string, Meaning[]] => [character, []]));
  for (const meaning of meanings) {
    for (const character of firsts.get(meaning) ?? characters) phrases.get(character)?.push(meaning);
  }
  return {
    phrases,
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
