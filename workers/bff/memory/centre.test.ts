import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EVERYDAY_QUESTIONS } from '../knowledge/background.ts';
import {
  ANCHORS_A_LANGUAGE,
  type CentredFact,
  type Centres,
  centreFact,
  centresOf,
  FACT_ANCHORS,
} from './centre.ts';

const AXES = 128;
const axis = (at: number) => Float32Array.from({ length: AXES }, (_, index) => (index === at ? 1 : 0));
const sum = (...parts: readonly (readonly [weight: number, of: Float32Array])[]) =>
  Float32Array.from({ length: AXES }, (_, index) =>
    parts.reduce((all, [weight, of]) => all + weight * (of[index] ?? 0), 0),
  );
const dot = (one: Float32Array, other: Float32Array) =>
  one.reduce((all, value, index) => all + value * (other[index] ?? 0), 0);

/** What all texts of a model share, and beside that all of a kind and a language. Each of length 1. */
const SHARED = [0, 1, 2, 3].map((kind) => sum([0.8, axis(0)], [0.6, axis(1 + kind)]));
const FACTS = { en: 0, ko: 1 } as const;

/** A text of a kind as a model gives it that puts all of a kind close together. `about`: of length 1. */
const textOf = (kind: number, about: Float32Array, alike: number) =>
  sum([alike, SHARED[kind] ?? axis(0)], [Math.sqrt(1 - alike ** 2), about]);
/** Each anchor is about something of its own. */
function centresFor(alike: number): Centres {
  const means = [0, 1, 2, 3].map((kind) =>
    sum(
      ...Array.from({ length: ANCHORS_A_LANGUAGE }, (_, index) => {
        const about = axis(10 + kind * ANCHORS_A_LANGUAGE + index);
        return [1 / ANCHORS_A_LANGUAGE, textOf(kind, about, alike)] as const;
      }),
    ),
  );
  return centresOf(means) as Centres;
}
/** What a question is about that is so much like the fact, which is about the axis 100. */
const aboutAs = (likeness: number) => sum([likeness, axis(100)], [Math.sqrt(1 - likeness ** 2), axis(101)]);

const LANGUAGES = { en: 'I am training for a marathon', ko: '나는 마라톤을 준비하고 있어' };
const alikes = fc.double({ min: 0.3, max: 0.95, noNaN: true });
const languages = fc.constantFrom('en' as const, 'ko' as const);

function compare(language: keyof typeof LANGUAGES, alike: number, likeness: number) {
  const kind = FACTS[language];
  const vector = textOf(kind, axis(100), alike);
  const fact: CentredFact = centreFact(LANGUAGES[language], vector, centresFor(alike));
  const question = textOf(kind + 2, aboutAs(likeness), alike);
  return { isNear: dot(question, fact.dense) >= fact.least, raw: dot(question, vector), fact };
}

describe('a fact without what all facts have in common', () => {
  it('is of length 1', () => {
    expect(Math.hypot(...compare('en', 0.9, 0).fact.dense)).toBeCloseTo(1, 5);
  });

  it('is near a question that is about much the same, however much all texts are alike', () => {
    const likeness = fc.double({ min: 0.3, max: 1, noNaN: true });
    fc.assert(
      fc.property(languages, alikes, likeness, (language, alike, of) => {
        expect(compare(language, alike, of).isNear).toBe(true);
      }),
    );
  });

  it('is not near a question that has little to do with it, however much all texts are alike', () => {
    const likeness = fc.double({ min: -1, max: 0.15, noNaN: true });
    fc.assert(
      fc.property(languages, alikes, likeness, (language, alike, of) => {
        expect(compare(language, alike, of).isNear).toBe(false);
      }),
    );
  });

  it('tells what the bare vectors do not: those of another subject may lie nearer', () => {
    expect(compare('en', 0.95, 0.1).raw).toBeGreaterThan(compare('en', 0.5, 0.5).raw);
  });

  it('is compared with what its own language has in common', () => {
    const centres = centresFor(0.9);
    const korean = textOf(FACTS.ko, axis(100), 0.9);
    const other = centreFact(LANGUAGES.en, korean, centres);
    // What all Korean facts share is still in it.
    expect(dot(other.dense, axis(1 + FACTS.ko))).toBeGreaterThan(0.3);
    expect(dot(centreFact(LANGUAGES.ko, korean, centres).dense, axis(1 + FACTS.ko))).toBeCloseTo(0, 1);
  });

  it('needs the means of all groups, which are of one size', () => {
    expect(FACT_ANCHORS).toHaveLength(2 * ANCHORS_A_LANGUAGE);
    expect(EVERYDAY_QUESTIONS).toHaveLength(2 * ANCHORS_A_LANGUAGE);
    expect(centresOf([axis(0), axis(1), axis(2)])).toBeNull();
  });

  it('stays as it is where it has nothing of its own', () => {
    const same = centresOf([axis(0), axis(0), axis(0), axis(0)]) as Centres;
    const fact = centreFact('I run', same.en.facts, same);
    expect(fact.dense).toEqual(same.en.facts);
    expect(fact.least).not.toBeNaN();
  });
});
