import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonRecord } from '../../../../shared/json.ts';
import { createForm, firstFault } from '../form.ts';
import { readModal } from './modal.ts';

const text = (change: JsonRecord = {}) => ({ type: 4, custom_id: 'text', style: 1, ...change });
const label = (component: unknown, change: JsonRecord = {}) => ({
  type: 18,
  label: 'L',
  component,
  ...change,
});
const modal = (...components: unknown[]) => ({ custom_id: 'form', title: 'Form', components });
const options = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ label: `${n}`, value: `${n}` }));

function fault(source: JsonRecord): string | null {
  const form = createForm();
  readModal(form, source);
  const errors = form.errors();
  return errors === null ? null : firstFault(errors);
}

describe('modals that Discord takes', () => {
  it.each<[string, unknown[]]>([
    ['a text input', [label(text({ min_length: 1, max_length: 4000, value: 'x', placeholder: 'y' }))]],
    ['a text display', [{ type: 10, content: '# Read this' }, label(text())]],
    ['a string select', [label({ type: 3, custom_id: 'a', options: options(25), max_values: 25 })]],
    [
      'selects of users, roles, both and channels',
      [5, 6, 7, 8].map((type) => label({ type, custom_id: `${type}` })),
    ],
    ['a file upload', [label({ type: 19, custom_id: 'a', min_values: 0, max_values: 10, required: false })]],
    ['a file upload of pictures', [label({ type: 19, custom_id: 'a', file_types: ['image', '.pdf'] })]],
    ['radio buttons', [label({ type: 21, custom_id: 'a', options: options(10) })]],
    ['checkboxes', [label({ type: 22, custom_id: 'a', options: options(3), max_values: 3 })]],
    ['one checkbox', [label({ type: 23, custom_id: 'a', default: true })]],
    ['a description', [label(text(), { description: 'd'.repeat(100) })]],
  ])('%s', (_, components) => {
    expect(fault(modal(...components))).toBeNull();
  });
});

describe('modals that Discord refuses', () => {
  it.each<[string, JsonRecord, string]>([
    ['no title', { ...modal(label(text())), title: undefined }, 'title: This field is required.'],
    [
      'a long title',
      { ...modal(label(text())), title: 'x'.repeat(46) },
      'title: Must be between 1 and 45 in length.',
    ],
    ['nothing in it', modal(), 'components: Must be between 1 and 5 in length.'],
    [
      'six parts',
      modal(...[1, 2, 3, 4, 5, 6].map((n) => label(text({ custom_id: `${n}` })))),
      'components: Must be between 1 and 5 in length.',
    ],
    ['a row', modal({ type: 1, components: [text()] }), 'components.0.type: Value must be one of {10, 18}.'],
    [
      'a button',
      modal(label({ type: 2, style: 1, label: 'x', custom_id: 'b' })),
      'components.0.component.type: Value must be one of {4, 3, 5, 6, 7, 8, 19, 21, 22, 23}.',
    ],
    ['an empty label', modal(label(undefined)), 'components.0.component: This field is required.'],
    [
      'a long label',
      modal(label(text(), { label: 'x'.repeat(46) })),
      'components.0.label: Must be between 1 and 45 in length.',
    ],
    [
      'a label inside a label',
      modal(label(text({ label: 'x' }))),
      'components.0.component.label: The Label around a text input holds its label',
    ],
    [
      'one custom id twice',
      modal(label(text()), label(text())),
      'components.1.component.custom_id: Component custom id cannot be duplicated',
    ],
    [
      'a value that is too long',
      modal(label(text({ max_length: 2, value: 'abc' }))),
      'components.0.component.value: Must be 2 or fewer in length.',
    ],
    [
      'a least above the most',
      modal(label(text({ min_length: 3, max_length: 2 }))),
      'components.0.component.min_length: min_length is greater than max_length',
    ],
    [
      'a disabled select',
      modal(label({ type: 5, custom_id: 'a', disabled: true })),
      'components.0.component.disabled: Selects in modals cannot be disabled',
    ],
    [
      'a required select of none',
      modal(label({ type: 5, custom_id: 'a', min_values: 0 })),
      'components.0.component.min_values: A required component needs min_values ≥ 1',
    ],
    [
      '26 options',
      modal(label({ type: 3, custom_id: 'a', options: options(26) })),
      'components.0.component.options: Must be between 1 and 25 in length.',
    ],
    [
      'one value twice',
      modal(label({ type: 3, custom_id: 'a', options: [...options(1), ...options(1)] })),
      'components.0.component.options.1.value: The specified option value is already used',
    ],
    [
      'eleven files',
      modal(label({ type: 19, custom_id: 'a', max_values: 11 })),
      'components.0.component.max_values: int value should be less than or equal to 10.',
    ],
    [
      'one radio button',
      modal(label({ type: 21, custom_id: 'a', options: options(1) })),
      'components.0.component.options: Must be between 2 and 10 in length.',
    ],
  ])('%s', (_, source, expected) => {
    expect(fault(source)).toBe(expected);
  });
});

it('gives a verdict on any object', () => {
  const component = fc.record({
    type: fc.integer({ min: 0, max: 24 }),
    component: fc.jsonValue(),
    options: fc.jsonValue(),
  });
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), fc.array(component)), (components) => {
      const verdict = fault({ custom_id: 'a', title: 't', components });
      expect(verdict === null || verdict.length > 0).toBe(true);
    }),
  );
});
