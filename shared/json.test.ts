import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exceedsBounds, parseBoundedJson } from './json.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);

describe('JSON from strangers', () => {
  it('is read like any JSON up to the bound', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        expect(parseBoundedJson(bytes(JSON.stringify(value)), 8)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('is refused one level beyond the bound', () => {
    expect(parseBoundedJson(bytes(nested(4)), 4)).toEqual([[[[]]]]);
    expect(parseBoundedJson(bytes(nested(5)), 4)).toBeUndefined();
    expect(parseBoundedJson(bytes(nested(500_000)))).toBeUndefined();
  });

  it('is bounded alike as bytes and as text, small or large', () => {
    const depthOf = (value: unknown): number =>
      typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0;
    const depth = fc.integer({ min: 0, max: 6 });
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), depth, fc.boolean(), (value, maxDepth, isLarge) => {
        const json = JSON.stringify(value) + ' '.repeat(isLarge ? 20_000 : 0);
        const read = depthOf(value) > maxDepth ? undefined : JSON.parse(json);
        expect(parseBoundedJson(json, maxDepth)).toEqual(read);
        expect(parseBoundedJson(bytes(json), maxDepth)).toEqual(read);
      }),
    );
  });

  it('is told from what is no JSON where it is beyond a bound', () => {
    expect(exceedsBounds(bytes(nested(5)), 4, 100)).toBe(true);
    expect(exceedsBounds(bytes('[1,2,3]'), 4, 3)).toBe(true);
    expect(exceedsBounds(bytes(nested(4)), 4, 100)).toBe(false);
    expect(exceedsBounds(bytes('{"a":'), 4, 100)).toBe(false);
    expect(exceedsBounds(new Uint8Array([0xff]), 4, 100)).toBe(false);
  });

  it('may hold brackets and escaped quotes in its texts', () => {
    const value = { text: '[[[[[[ \\" {{{{ \\\\', list: ['"}]'] };
    expect(parseBoundedJson(bytes(JSON.stringify(value)), 2)).toEqual(value);
  });

  it('is refused when it holds too many values, before it is parsed', () => {
    const list = (length: number) => bytes(JSON.stringify(Array.from({ length }, () => 1)));
    expect(parseBoundedJson(list(9), 4, 10)).toHaveLength(9);
    expect(parseBoundedJson(list(11), 4, 10)).toBeUndefined();
    expect(parseBoundedJson(bytes('['.repeat(10) + ']'.repeat(10)), 32, 10)).toBeUndefined();
    expect(parseBoundedJson(bytes(`{"text": "${',['.repeat(50)}"}`), 4, 10)).toMatchObject({});
    const parts = Array.from({ length: 100_000 }, () => ({ t: '' }));
    expect(parseBoundedJson(bytes(`${JSON.stringify({ content: parts }).slice(0, -1)},`))).toBeUndefined();
  });

  it.each(['', '{', '{"a":}', '"unfinished', 'nul'])('is not %j', (text) => {
    expect(parseBoundedJson(bytes(text))).toBeUndefined();
  });

  it('is not bytes that are no UTF-8', () => {
    expect(parseBoundedJson(new Uint8Array([0x22, 0xff, 0x22]))).toBeUndefined();
  });
});
