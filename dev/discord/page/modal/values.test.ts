import { expect, it } from 'vitest';
import type { ModalFieldView } from '../../component-views.ts';
import { type FieldValue, findProblem, initialValues } from './values.ts';

const text: ModalFieldView = {
  type: 4,
  custom_id: 't',
  style: 1,
  required: true,
  min_length: 2,
  max_length: 3,
};
const files: ModalFieldView = { type: 19, custom_id: 'f', min_values: 2, max_values: 3, required: false };
const options = [
  { label: 'A', value: 'a' },
  { label: 'B', value: 'b', default: true },
];

it.each<[ModalFieldView, FieldValue, object | null]>([
  [text, '', { code: 'required' }],
  [text, 'a', { code: 'too-short', min: 2, length: 1 }],
  [text, 'abc', null],
  [text, 'abcd', { code: 'too-long', max: 3, length: 4 }],
  [{ ...text, required: false }, '', null],
  [files, [], null],
  [files, ['1'], { code: 'too-few', min: 2 }],
  [files, ['1', '2', '3', '4'], { code: 'too-many', max: 3 }],
  [{ type: 21, custom_id: 'r', required: true, options }, '', { code: 'required' }],
  [{ type: 23, custom_id: 'c' }, false, null],
])('%j filled with %j', (field, value, problem) => {
  expect(findProblem(field, value)).toEqual(problem);
});

it('begins with the defaults', () => {
  const label = (component: ModalFieldView) => ({ type: 18 as const, label: 'L', component });
  const counts = { min_values: 1, max_values: 1 };
  const modal = {
    custom_id: 'm',
    title: 'M',
    components: [
      label({ ...text, value: 'x' }),
      label({ type: 3, custom_id: 's', ...counts, options }),
      label({ type: 21, custom_id: 'r', required: true, options }),
      label({ type: 23, custom_id: 'c', default: true }),
      label({ type: 5, custom_id: 'u', ...counts, default_values: [{ id: '9', type: 'user' }] }),
    ],
  };
  expect(initialValues(modal)).toEqual({ t: 'x', s: ['b'], r: 'b', c: true, u: ['9'] });
});
