/**
 * The terms by which facts are found for a question: those of `shared/knowledge` that tell something. A fact is a short
 * sentence, so particles and words like "what" would match everything. Pure.
 */
import { countTerms, termsOf, WORD } from '../../../shared/knowledge/terms.ts';
import { lazyPattern } from '../../../shared/text/lazy-pattern.ts';

/** More of a long question would find everything. */
const MAX_TERMS = 200;

const WORDS =
  'a about am an and any are as at be been but by can could did do does for from had has have her him his how i if in into is it its just know like me mine my myself no not of on or our please remember say should so some tell than that the their them then there these they this those to too us was we were what when where which who why will with would you your yours';
const SYLLABLES =
  '가 거 걸 것 게 고 그 나 난 내 너 넌 네 는 님 다 더 데 도 된 들 때 또 를 뭐 못 뭘 및 분 수 안 야 어 에 왜 은 을 의 이 잘 저 전 제 좀 줘 지 참 한 할';
const PAIRS =
  '가요 거야 건가 게요 그거 기억 까요 나는 나도 나요 내가 네요 누구 는데 니다 다고 다는 대해 댔지 라고 려줘 려주 말해 말했 뭐가 뭐라 뭐야 뭐였 뭐지 무슨 무엇 방금 살아 세요 습니 아요 알고 알려 어디 어때 어떤 어떻 어요 언제 였더 였지 예요 우리 으로 이고 이랑 이름 이야 이에 이지 인가 인데 입니 있는 있어 있지 좋아 주세 저는 제가 지금 추천 하고 하나 하는 하지 한테 해봐 해요 해줘 했는 했지';
/** Kept, though common: they are what people tell of themselves. */
const TELLING = new Set(['이름', '좋아', '살아']);
const STOPPED = new Set(
  [...WORDS.split(' '), ...SYLLABLES.split(' '), ...PAIRS.split(' ')].filter((term) => !TELLING.has(term)),
);

const HANGUL_WORD = lazyPattern('^\\p{Script=Hangul}+$', 'u');
/** At the end of a word: a word of one syllable is not found by its pairs. */
const PARTICLE = /(?:이랑|에서|에게|한테|으로|까지|부터|은|는|이|가|을|를|의|에|도|로|과|와|랑|만|야)$/u;

/** Each once, in no order that means anything. */
export function tellingTerms(text: string): Set<string> {
  const terms = new Set<string>();
  for (const [word] of text.normalize('NFKC').toLowerCase().matchAll(WORD())) {
    const stem = HANGUL_WORD().test(word) ? word.replace(PARTICLE, '') : word;
    for (const term of termsOf(word)) {
      const isAlone = term === stem || !HANGUL_WORD().test(term) || [...term].length > 1;
      if (isAlone && !STOPPED.has(term)) terms.add(term);
    }
  }
  return terms;
}

/** As Postgres reads an array of integers. */
export function hashedTerms(text: string): string {
  const terms = [...tellingTerms(text)].slice(0, MAX_TERMS);
  const hashes = new Set(terms.flatMap((term) => hashOf(term)));
  return `{${[...hashes].join(',')}}`;
}

/** Of a pair of syllables, the last: it stands behind its own two. */
function hashOf(term: string): number[] {
  return [...countTerms(term).keys()].slice(-1);
}
