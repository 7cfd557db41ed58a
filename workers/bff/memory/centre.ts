/**
 * How near a question has to be to a fact. Models put all sentences of a kind close together, some much more than others, so that a
 * bare likeness tells little: what all facts and all questions of a language have in common is taken out first. Pure.
 */
import { lazyPattern } from '../../../shared/text/lazy-pattern.ts';

type Language = 'en' | 'ko';

/** About anything: their mean is what all of them have in common. */
const FACTS: Record<Language, readonly string[]> = {
  en: [
    'My favourite season is autumn',
    'I have a sister',
    'I drink tea in the morning',
    'My desk is made of oak',
    'I own a drone',
    'I went to university in Berlin',
    'My phone number changed',
    'I like jazz',
    'I swim on Tuesdays',
    'I am left-handed',
    'My balcony faces south',
    'I speak French',
  ],
  ko: [
    '내가 좋아하는 계절은 가을이야',
    '나는 누나가 있어',
    '나는 아침에 차를 마셔',
    '내 책상은 참나무야',
    '나는 드론이 있어',
    '저는 베를린에서 대학을 다녔어요',
    '내 전화번호가 바뀌었어',
    '저는 재즈를 좋아해요',
    '나는 화요일마다 수영해',
    '나는 왼손잡이야',
    '우리 집 베란다는 남향이야',
    '저는 프랑스어를 해요',
  ],
};
/** With the everyday questions, what has to be embedded to know the centres: English ones, and as many Korean ones. */
export const FACT_ANCHORS: readonly string[] = [...FACTS.en, ...FACTS.ko];
export const ANCHORS_A_LANGUAGE = FACTS.en.length;

export type Centres = Record<Language, { facts: Float32Array; questions: Float32Array }>;

/** Of the model that has made vectors last, as this isolate knows them; null: not known. */
export interface FactCentres {
  known: { model: string; centres: Centres } | null;
}

/** `means`: of the vectors of facts, then of questions, first English, then Korean ones. Null: there are not as many. */
export function centresOf(means: readonly Float32Array[]): Centres | null {
  const [facts, koreanFacts, questions, koreanQuestions] = means;
  if (facts === undefined || questions === undefined) return null;
  if (koreanFacts === undefined || koreanQuestions === undefined) return null;
  return { en: { facts, questions }, ko: { facts: koreanFacts, questions: koreanQuestions } };
}

export interface CentredFact {
  /** Of length 1. */
  dense: Float32Array;
  /** The least inner product of `dense` with a question that the fact concerns. */
  least: number;
}

/**
 * The least likeness of the two without what they have in common, by their angle: with multilingual-e5-small one of a hundred
 * questions about something else comes as near, in both languages.
 */
const LEAST_LIKENESS = 0.22;

const HANGUL = lazyPattern('\\p{Script=Hangul}', 'u');

/** `vector`: of length 1. A question is compared as it is: what takes out its centre is in `least`. */
export function centreFact(text: string, vector: Float32Array, centres: Centres): CentredFact {
  const { facts, questions } = centres[HANGUL().test(text) ? 'ko' : 'en'];
  const apart = vector.map((value, index) => value - (facts[index] ?? 0));
  const length = Math.hypot(...apart);
  const dense = length === 0 ? vector : apart.map((value) => value / length);
  // How far questions are from their centre; they differ little in that.
  const spread = Math.sqrt(Math.max(0, 1 - dot(questions, questions)));
  return { dense, least: dot(questions, dense) + LEAST_LIKENESS * spread };
}

function dot(one: Float32Array, other: Float32Array): number {
  return one.reduce((sum, value, index) => sum + value * (other[index] ?? 0), 0);
}
