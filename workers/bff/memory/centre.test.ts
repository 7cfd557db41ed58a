import { describe, expect, it } from 'vitest';
import { ANCHORS, centreFact, centresOf } from './centre.ts';

const unit = (...values: number[]) => {
  const length = Math.hypot(...values);
  return Float32Array.from(values, (value) => value / length);
};
const dot = (one: Float32Array, other: Float32Array) =>
  one.reduce((sum, value, index) => sum + value * (other[index] ?? 0), 0);

/** As models do that put everything close together: the first axis is what all texts share, the others are what each is about. */
const alike = (about: number, turn = 0) => {
  const values = [0.9, turn, 0, 0, 0];
  values[about] = (values[about] ?? 0) + 0.4;
  return unit(...values);
};
const centres = centresOf(ANCHORS.map((_, index) => alike(2 + (index % 3), index % 2 === 0 ? 0.02 : -0.02)));

describe('a fact without what all facts have in common', () => {
  const { dense, least } = centreFact('I am training for a marathon', alike(2), centres);

  it('is of length 1', () => {
    expect(Math.hypot(...dense)).toBeCloseTo(1, 5);
  });

  it('is near a question about the same, and not near others, though all of them are alike', () => {
    expect(dot(alike(2), alike(3))).toBeGreaterThan(0.8);
    expect(dot(dense, alike(2))).toBeGreaterThan(least);
    expect(dot(dense, alike(3))).toBeLessThan(least);
    expect(dot(dense, alike(4))).toBeLessThan(least);
  });

  it('is compared with what its own language has in common', () => {
    const korean = centresOf(ANCHORS.map((_, index) => (index < 24 ? alike(2) : alike(3))));
    expect(centreFact('나는 달린다', alike(4), korean).dense).not.toEqual(
      centreFact('I run', alike(4), korean).dense,
    );
  });

  it('stays as it is where it has nothing of its own', () => {
    const same = centresOf(ANCHORS.map(() => alike(2)));
    const fact = centreFact('I run', same.en.facts, same);
    expect(fact.dense).toEqual(same.en.facts);
    expect(fact.least).not.toBeNaN();
  });
});
