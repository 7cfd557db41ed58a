import { describe, expect, it } from 'vitest';
import { initialOf, inkOn } from './colors.ts';

describe('avatars', () => {
  it.each([
    ['미나', '미'],
    ['alex', 'A'],
    ['👩‍👧 family', '👩‍👧'],
    ['  ', '?'],
  ])('%j is marked with %s', (name, initial) => {
    expect(initialOf(name)).toBe(initial);
  });
  it.each([
    ['#ffffff', '#000'],
    ['#ffd', '#000'],
    ['#000', '#fff'],
    ['#5b45d6', '#fff'],
    ['rebeccapurple', '#fff'],
  ])('%s is written on in %s', (color, ink) => {
    expect(inkOn(color)).toBe(ink);
  });
});
