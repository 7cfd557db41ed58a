/** Texts of Libra's own that others are compared with, and which of their vectors an isolate knows to be stored. Pure. */
import { hashTerm } from '../../../shared/knowledge/terms.ts';
import { once } from '../../../shared/once.ts';
import type { TextSide } from './sides.ts';

export interface References {
  /** Other texts are other references, under another name. */
  readonly name: string;
  texts: readonly string[];
  side: TextSide;
}

export function referencesOf(what: string, texts: readonly string[], side: TextSide = 'passage'): References {
  const named = once(() => ({ name: `${what}:${hashTerm(texts.join('\n'))}` }));
  return {
    get name() {
      return named().name;
    },
    texts,
    side,
  };
}

/** What this isolate knows, by model and name. */
export interface KnownReferences {
  stored: Set<string>;
  /** Since when somebody asks for them, in milliseconds. */
  asked: Map<string, number>;
}
