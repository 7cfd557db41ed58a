/**
 * Reads the templates of the rule tables. Pure.
 *
 *   `(a|b)`       one of these          `[a|b]`      one of these or nothing
 *   `<duration>`  a time with its unit  `<amount>`   the same, or a bare number of seconds
 *   `<model>`     the name of an AI model
 *   `{name}`      a piece that the tables share
 *
 * English words are parted by one space; in Korean the space is optional, because people leave it out.
 */
export type Language = 'en' | 'ko';

export type Pieces = Readonly<Record<string, string>>;

/** One place in a phrase and the words that may stand there. */
export interface Part {
  optional: boolean;
  /** By their first character, so that text that fits none is passed over with one look; the longest first. */
  words: ReadonlyMap<string, readonly string[]>;
}

export interface Phrase {
  /** All of the phrase, or what stands before its slot. */
  before: readonly Part[];
  slot: Slot | undefined;
  /** What stands behind the slot, from right to left, as it is read then: where a slot ends shows only from behind. */
  behind: readonly Part[];
}

export type Slot = 'duration' | 'amount' | 'model';

const SLOTS: ReadonlyMap<string, Slot> = new Map([
  ['<duration>', 'duration'],
  ['<amount>', 'amount'],
  ['<model>', 'model'],
]);

/** Throws on a malformed template: the tables are code, and are read when the module loads. */
export function parseTemplate(template: string, pieces: Pieces): Phrase {
  const before: Part[] = [];
  const behind: Part[] = [];
  let slot: Phrase['slot'];
  for (const [token] of expand(template, pieces).matchAll(/\([^)]*\)|\[[^\]]*\]|<\w+>|[^\s()[\]<>]+/g)) {
    const named = SLOTS.get(token);
    if (named !== undefined) {
      if (slot !== undefined) throw new Error(`Two slots in ${template}`);
      slot = named;
    } else if (slot === undefined) {
      before.push(toPart(token));
    } else {
      behind.unshift(toPart(token, reverse));
    }
  }
  return { before, slot, behind };
}

function expand(template: string, pieces: Pieces): string {
  return template.replace(/\{(\w+)\}/g, (_match, name: string) => {
    const piece = pieces[name];
    if (piece === undefined) throw new Error(`No piece named ${name} for ${template}`);
    return piece;
  });
}

/** By UTF-16 unit. */
export function reverse(text: string): string {
  return text.split('').reverse().join('');
}

function toPart(token: string, turn = (word: string) => word): Part {
  const words = token
    .replace(/^[([]|[)\]]$/g, '')
    .split('|')
    .map((word) => turn(word.trim()))
    .sort((a, b) => b.length - a.length);
  return {
    optional: token.startsWith('['),
    words: Map.groupBy(words, (word) => word.charAt(0)),
  };
}
