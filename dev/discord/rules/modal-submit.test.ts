import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ModalFieldView } from '../component-views.ts';
import { fitsFileTypes } from './file-types.ts';
import { type Choosable, type ModalValues, parseSubmission } from './modal-submit.ts';

const KNOWN: Choosable = {
  user: (id) => id === 'u',
  role: (id) => id === 'r',
  channel: (id, types) => id === 'c' && types?.includes(5) !== true,
  upload: (id) => (id === 'f' ? 'a.png' : undefined),
};
const options = ['a', 'b'].map((value) => ({ label: value, value }));
const counts = { min_values: 1, max_values: 2 };

function submit(component: ModalFieldView, values: ModalValues) {
  const modal = { custom_id: 'm', title: 'M', components: [{ type: 18 as const, label: 'L', component }] };
  const verdict = parseSubmission(modal, values, KNOWN);
  return verdict.ok ? (verdict.components[0]?.component as object) : verdict.error;
}

describe('a field that is filled', () => {
  it.each<[ModalFieldView, ModalValues[string], object | string]>([
    [{ type: 5, custom_id: 'x', ...counts }, ['u'], { values: ['u'] }],
    [{ type: 5, custom_id: 'x', ...counts }, ['r'], 'x: Must be one of the choices'],
    [{ type: 7, custom_id: 'x', ...counts }, ['u', 'r'], { values: ['u', 'r'] }],
    [{ type: 7, custom_id: 'x', ...counts }, ['u', 'u'], 'x: Each can be chosen once'],
    [{ type: 8, custom_id: 'x', ...counts, channel_types: [5] }, ['c'], 'x: Must be one of the choices'],
    [{ type: 21, custom_id: 'x', required: true, options }, 'a', { value: 'a' }],
    [{ type: 21, custom_id: 'x', required: false, options }, '', { value: null }],
    [{ type: 22, custom_id: 'x', ...counts, required: true, options }, ['a', 'b'], { values: ['a', 'b'] }],
    [{ type: 23, custom_id: 'x' }, true, { value: true }],
    [{ type: 23, custom_id: 'x' }, 'yes', 'x: Must be true or false'],
    [
      { type: 19, custom_id: 'x', ...counts, required: true, file_types: ['pdf'] },
      ['f'],
      'x: There is no such file, or it is of another type',
    ],
  ])('%j with %j', (field, value, expected) => {
    const result = submit(field, { x: value });
    if (typeof expected === 'string') expect(result).toBe(expected);
    else expect(result).toMatchObject(expected);
  });
});

it.each<[string, string[] | undefined, boolean]>([
  ['a.PNG', ['image'], true],
  ['a.png', ['.jpg', 'png'], true],
  ['a.txt', ['image'], false],
  ['png', ['png'], false],
  ['a.txt', [], true],
  ['a.txt', undefined, true],
])('%s among %j: %s', (filename, types, fits) => {
  expect(fitsFileTypes(filename, types)).toBe(fits);
});

it('gives a verdict on any values', () => {
  const value = fc.oneof(fc.string(), fc.boolean(), fc.array(fc.string()));
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom('x', 'y', '__proto__'), value), (values) => {
      for (const type of [5, 6, 7, 8] as const) {
        expect(submit({ type, custom_id: 'x', ...counts }, values)).toBeDefined();
      }
    }),
  );
});
