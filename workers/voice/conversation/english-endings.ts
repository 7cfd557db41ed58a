/** How an English sentence ends, by its words. Pure. */
import { lazyPattern } from '../../../shared/text/lazy-pattern.ts';

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

/** None of them ends a sentence that is over, but in the questions below. */
const OPEN_WORDS = words(
  'and but or so because if when while that which who whose where whether although though unless until since ' +
    'the a an to of in on at for with from by about into onto like than then as between through during without ' +
    'my your his her our their its this these those some any every each another ' +
    "i you we they he she i'm you're we're they're it's that's there's what's who's i'd i'll let's " +
    'is are was were be been am do does did have has had will would can could should may might must shall ' +
    'not very really quite too also plus maybe perhaps just um uh er erm hmm well okay so like basically actually',
);

/** Behind a question word they may end it: "what are you looking for", "where is it from". */
const STRANDED = words('to of in on at for with from by about like through it this these those some any');

const QUESTION_WORDS = words(
  "what who whom whose which when where why how what's who's where's how's when's is are was were am do does did can could will would should shall may have has",
);

const ANSWERS = words(
  'yes yeah yep no nope ok okay sure thanks stop right hello hi hey goodbye bye please continue exactly correct great cancel nothing everything',
);

const ASKING = words(
  'tell show explain give find remind set make write translate summarise summarize describe help list play open turn call read search look stop start cancel repeat say',
);

const MARKS = lazyPattern("[^\\p{L}\\p{N}']", 'gu');

function plain(word: string | undefined): string {
  return (word ?? '').toLowerCase().replace(/’/gu, "'").replace(MARKS(), '');
}

/** "I mean", "you know" and "kind of" hold the floor. */
const HOLDING =
  /(?:^| )(?:i mean|you know|kind of|sort of|how about|what about|such as|for example|in order|so that)$/u;

export function endsOpenInEnglish(said: readonly string[]): boolean {
  const last = plain(said.at(-1));
  const first = plain(said[0]);
  if (HOLDING.test(said.map(plain).join(' '))) return true;
  if (!OPEN_WORDS.has(last) || isThanks(said)) return false;
  // "OK", "so" and "well" alone begin something; "OK" is an answer, too.
  if (said.length === 1) return !ANSWERS.has(last);
  if (QUESTION_WORDS.has(first) && said.length > 2 && STRANDED.has(last)) return false;
  // "Who is she", "what do you", "where are you": a pronoun may end a question, but not one that has just begun.
  const isPronoun = /^(?:you|he|she|they|we|i)$/u.test(last);
  return !(isPronoun && QUESTION_WORDS.has(first) && said.length > 2);
}

function isThanks(said: readonly string[]): boolean {
  return plain(said.at(-2)) === 'thank' && plain(said.at(-1)) === 'you';
}

/** Fewer words are rarely a whole statement. */
const SENTENCE_WORDS = 4;
const REQUEST_WORDS = 3;

export function endsWholeInEnglish(said: readonly string[]): boolean {
  const last = plain(said.at(-1));
  const first = plain(said[0]);
  if (said.length <= 2 && ANSWERS.has(last)) return true;
  if (last === 'please' || isThanks(said)) return true;
  const needed = QUESTION_WORDS.has(first) || ASKING.has(first) ? REQUEST_WORDS : SENTENCE_WORDS;
  return said.length >= needed;
}
