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

const TOKEN = /\{\w+\}|\([^)]*\)|\[[^\]]*\]|<\w+>|[^\s()[\]<>{}]+/g;

/**
 * Reads templates over the same pieces. A piece is read once however many templates name it: they hold most of the words.
 * Throws on a malformed template: the tables are code.
 */
export function createTemplateReader(pieces: Pieces): (template: string) => Phrase {
  const tokensOf = remembered((piece: string) => pieces[piece.slice(1, -1)]?.match(TOKEN) ?? undefined);
  const forwards = remembered((token: string) => toPart(token));
  const backwards = remembered((token: string) => toPart(token, reverse));

  function expand(token: string, template: string): readonly string[] {
    if (!token.startsWith('{')) return [token];
    const tokens = tokensOf(token);
    if (tokens === undefined) throw new Error(`No piece named ${token} for ${template}`);
    return tokens;
  }

  return (template) => {
    const before: Part[] = [];
    const behind: Part[] = [];
    let slot: Phrase['slot'];
    for (const token of (template.match(TOKEN) ?? []).flatMap((each) => expand(each, template))) {
      const named = SLOTS.get(token);
      if (named !== undefined) {
        if (slot !== undefined) throw new Error(`Two slots in ${template}`);
        slot = named;
      } else if (slot === undefined) {
        before.push(forwards(token));
      } else {
        behind.unshift(backwards(token));
      }
    }
    return { before, slot, behind };
  };
}

function remembered<Value>(make: (key: string) => Value): (key: string) => Value {
  const known = new Map<string, Value>();
  return (key) => {
    const value = known.get(key) ?? make(key);
    known.set(key, value);
    return value;
  };
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
