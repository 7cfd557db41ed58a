import { expect, it } from 'vitest';
import { readModal } from '../../../dev/discord/rules/components/modal.ts';
import { createForm } from '../../../dev/discord/rules/form.ts';
import { LOCALES } from '../../../shared/contract/caller.ts';
import { parseModalValues } from '../discord/modal.ts';
import { textsFor } from '../locale/choose.ts';
import { createQuestionModal, readQuestionModal } from './question.ts';

const offer = {
  default: 'model-0',
  models: Array.from({ length: 60 }, (_, index) => ({
    name: `model-${index}`,
    price: { prompt: 75_000, completion: 10_000_000 },
    vision: true,
    reasoning: true,
  })),
};

it.each(LOCALES)(
  'passes Discord’s rules for modals, also with more models than a select holds (%s)',
  (locale) => {
    const form = createForm();
    const modal = createQuestionModal(offer, textsFor(locale));
    readModal(form, JSON.parse(JSON.stringify(modal)) as never);
    expect(form.errors()).toBeNull();
    expect(modal.components).toHaveLength(3);
  },
);

it('asks for no model where there is nothing to choose', () => {
  expect(createQuestionModal(null, textsFor('en')).components).toHaveLength(2);
  const one = { default: 'a', models: [{ name: 'a' }] };
  expect(createQuestionModal(one, textsFor('en')).components).toHaveLength(2);
});

it('is read as it was filled in, and any other modal is not', () => {
  const values = parseModalValues([
    { type: 18, component: { type: 4, custom_id: 'prompt', value: 'two\nlines' } },
    { type: 18, component: { type: 3, custom_id: 'model', values: ['model-3'] } },
    { type: 18, component: { type: 19, custom_id: 'files', values: ['7', '8'] } },
    null,
    { type: 18, component: { type: 19, custom_id: 'broken', values: [7] } },
  ]);
  const { custom_id: id } = createQuestionModal(null, textsFor('en'));
  expect(readQuestionModal(id, values)).toEqual({
    text: 'two\nlines',
    model: 'model-3',
    fileIds: ['7', '8'],
  });
  expect(readQuestionModal(id, parseModalValues(undefined))).toEqual({ text: '', model: '', fileIds: [] });
  expect(readQuestionModal('other', values)).toBeNull();
});
