/**
 * The terms of a question: without the words that ask, greet or thank, which say nothing of what is asked for. Pure.
 *
 * In Korean those are words of their own (언제, 있나요) and what is glued to others: one ending or one particle is taken off. A
 * text keeps all of its terms, so nothing that is stored depends on these lists.
 */
import { countTerms, hashTerm, isByCharacter, normaliseText, runsOf } from './terms.ts';

/** Of a term: how much it counts. */
export type TermWeights = ReadonlyMap<number, number>;

const ASKING = new Set(
  (
    '뭐 뭐야 뭔데 뭐지 뭘 뭔가 무엇 무엇을 무엇이 무엇인가요 무슨 어떤 어느 누구 누구야 누가 누구를 언제 언제야 언제부터 언제까지 어디 어디야 어디서 어디에 어디에서 어디로 왜 어떻게 ' +
    '어때 얼마 얼마나 얼마야 얼마예요 몇 며칠 며칠이야 있나요 있어 있어요 있나 있는 있습니까 되나요 돼 돼요 되는 됩니까 하나요 해 해요 하는 합니까 할 수 나요 ' +
    '인가요 알려줘 알려주세요 알려 줘 주세요 주나요 것 거 게 건 때 수가 그 이 저 내 제 나 좀 다 ' +
    'a an the is are was were be been do does did can could may might will would shall should i you he she it we they my your our ' +
    'their me him her us them this that these those of in on at to for from by with as and or not no if so what which who whom whose ' +
    'when where why how there here have has had about than then any some ' +
    // What is only said to be kind.
    '안녕 안녕하세요 안녕하십니까 반가워 반가워요 반갑습니다 고마워 고마워요 고맙습니다 감사 감사해요 감사합니다 미안 미안해 미안해요 ' +
    '죄송해요 죄송합니다 수고 수고해 수고했어 수고하셨습니다 응 네 예 그래 그래요 아니 아니야 아니요 오케이 ' +
    'hi hello hey thanks thank please sorry bye goodbye yes yeah ok okay lol haha'
  ).split(' '),
);
/** ㅋㅋ, ㅠㅠ, ㅇㅇ: as they are once the text is normalised. */
const LETTERS_ALONE = /^[\u1100-\u11ff]+$/u;
const ENDING =
  /(?:으?면|나요|가요|까요|어요|아요|예요|에요|이에요|인가요|죠|해요|세요|습니까|하려면|려면|는데|은데|할|되|하나요|해야|하면|되면)$/u;
const PARTICLE =
  /(?:에서는|에서|에게|으로|까지|부터|이나|처럼|보다|마다|한테|이랑|하고|은|는|이|가|을|를|의|에|로|와|과|도|만|나|랑|요)$/u;

/** A single syllable stands in many words. */
const CHARACTER_WEIGHT = 0.5;

/** Of "what's" and "don't": what is left of the word asks, too. */
const CONTRACTED = /(?:(?<!ca)n)?['’](?:s|t|m|re|ve|ll|d)\b/g;

export function weighAsked(question: string): Map<number, number> {
  const weights = new Map<number, number>();
  for (const run of runsOf(normaliseText(question).replaceAll(CONTRACTED, ''))) {
    if (ASKING.has(run) || LETTERS_ALONE.test(run)) continue;
    const stem = isByCharacter(run) ? stemOf(run) : run;
    // 누구예요, 언제인가요: as long as words that a document has.
    if (ASKING.has(stem)) continue;
    const single = new Set(isByCharacter(stem) ? Array.from(stem, hashTerm) : []);
    for (const [term, count] of countTerms(stem)) {
      const weight = single.has(term) ? CHARACTER_WEIGHT : 1;
      weights.set(term, (weights.get(term) ?? 0) + count * weight);
    }
  }
  return weights;
}

/** A word of two syllables may well be one that only looks as if it had a particle: 휴가, 국가. */
const MIN_CUT_CHARS = 3;

function stemOf(run: string): string {
  if (run.length < MIN_CUT_CHARS) return run;
  const withoutEnding = run.replace(ENDING, '');
  const stem = withoutEnding === run ? run.replace(PARTICLE, '') : withoutEnding;
  return stem === '' ? run : stem;
}
