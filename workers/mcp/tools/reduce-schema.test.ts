import { type Schema, Validator } from '@cfworker/json-schema';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_SCHEMA_BYTES, reduceSchema } from './reduce-schema.ts';

const isValid = (schema: object, value: unknown) =>
  new Validator(schema as Schema, '2020-12', false).validate(value).valid;

describe('a schema of a stranger', () => {
  it('keeps what it says of arguments', () => {
    const schema = {
      type: 'object',
      properties: {
        word: { type: 'string', minLength: 1, maxLength: 10, description: ' A\nword ', format: 'date' },
        how: { enum: ['fast', 'slow'], default: 'fast' },
        list: { type: 'array', items: { type: ['integer', 'null'], minimum: 0 }, maxItems: 3 },
      },
      required: ['word', 'gone'],
      additionalProperties: false,
    };
    const reduced = reduceSchema(schema);
    expect(reduced).toEqual({
      type: 'object',
      properties: {
        word: { type: 'string', minLength: 1, maxLength: 10, description: 'A word (date)' },
        how: { enum: ['fast', 'slow'], default: 'fast' },
        list: { type: 'array', items: { type: ['integer', 'null'], minimum: 0 }, maxItems: 3 },
      },
      required: ['word'],
      additionalProperties: false,
    });
  });

  it('has its references put in their places, and a loop ends', () => {
    const reduced = reduceSchema({
      type: 'object',
      properties: { node: { $ref: '#/$defs/node' }, out: { $ref: 'https://example.com/a' } },
      $defs: { node: { type: 'object', properties: { next: { $ref: '#/$defs/node' } }, required: ['next'] } },
    });
    expect(JSON.stringify(reduced)).not.toContain('$ref');
    expect(reduced).toMatchObject({ properties: { node: { type: 'object' }, out: {} } });
    expect(isValid(reduced ?? {}, { node: {} })).toBe(false);
  });

  it('has no choices at its top, and no list of nothing: providers refuse both', () => {
    const [text, file] = [{ type: 'string', maxLength: 9 }, { type: 'string' }];
    expect(
      reduceSchema({
        type: 'object',
        properties: { page: { type: 'string' }, tags: { type: 'array' }, any: { type: ['array', 'null'] } },
        required: ['page'],
        anyOf: [
          { type: 'object', properties: { text }, required: ['text'] },
          { type: 'object', properties: { file }, required: ['file'] },
        ],
        allOf: [{ properties: { pair: { type: 'array', items: [{}, {}] } }, required: ['pair', 'page'] }],
      }),
    ).toEqual({
      type: 'object',
      properties: {
        text,
        file,
        pair: { type: 'array', items: {} },
        page: { type: 'string' },
        tags: { type: 'array', items: {} },
        any: { type: ['array', 'null'], items: {} },
      },
      required: ['page', 'pair'],
    });
    const inner = { type: 'object', properties: { to: { anyOf: [{ type: 'string' }, { type: 'null' }] } } };
    expect(reduceSchema(inner)).toEqual(inner);
  });

  it('loses patterns, which could take a validator minutes', () => {
    const reduced = reduceSchema({
      type: 'object',
      properties: { word: { type: 'string', pattern: '^(a+)+$' } },
      patternProperties: { '^(b+)+$': {} },
    });
    expect(reduced).toEqual({ type: 'object', properties: { word: { type: 'string' } } });
    expect(isValid(reduced ?? {}, { word: `${'a'.repeat(40)}!` })).toBe(true);
  });

  it.each([
    ['no object', 7],
    ['of a list', { type: 'array', items: {} }],
    ['without a type', { properties: {} }],
  ])('is refused when it is %s', (_, schema) => {
    expect(reduceSchema(schema)).toBeNull();
  });

  it('loses its texts before it is refused for its size', () => {
    const property = (chars: number) => ({ type: 'string', description: 'd'.repeat(chars) });
    const of = (count: number, chars: number) => ({
      type: 'object',
      properties: Object.fromEntries(Array.from({ length: count }, (_, n) => [`p${n}`, property(chars)])),
    });
    expect(JSON.stringify(reduceSchema(of(30, 200)))).not.toContain('ddd');
    expect(reduceSchema(of(190, 0))).toBeNull();
  });

  it('cannot hide characters in names and values', () => {
    const reduced = reduceSchema({
      type: 'object',
      properties: { 'a\u200bb': {}, ok: { enum: ['x\u202ey'] }, ['__proto__']: { type: 'string' } },
    });
    expect(reduced).toEqual({ type: 'object', properties: { ok: {} } });
  });

  it('is bounded, has known keywords alone, and never breaks the validator, whatever it is', () => {
    const word = fc.constantFrom(
      ...[
        'type',
        'properties',
        'items',
        'enum',
        'anyOf',
        '$ref',
        'pattern',
        'required',
        'object',
        'string',
        '#',
      ],
    );
    const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 6 },
        word,
        fc.integer(),
        fc.constant(null),
        fc.array(tie('tree'), { maxLength: 4 }),
        fc.dictionary(fc.oneof(word, fc.string()), tie('tree'), { maxKeys: 5 }),
      ),
    }));
    fc.assert(
      fc.property(fc.dictionary(word, tree, { maxKeys: 6 }), fc.object(), (given, args) => {
        const reduced = reduceSchema({ ...given, type: 'object' });
        if (reduced === null) return;
        expect(Buffer.byteLength(JSON.stringify(reduced))).toBeLessThanOrEqual(MAX_SCHEMA_BYTES);
        expect(isValid(reduced, args)).toBeTypeOf('boolean');
      }),
    );
  });
});
