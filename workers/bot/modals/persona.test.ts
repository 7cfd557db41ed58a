import { expect, it } from 'vitest';
import { readModal } from '../../../dev/discord/rules/components/modal.ts';
import { createForm } from '../../../dev/discord/rules/form.ts';
import { LOCALES } from '../../../shared/contract/caller.ts';
import { findPersonaFault } from '../../../shared/personas/check.ts';
import { parseModalValues } from '../discord/modal.ts';
import { textsFor } from '../locale/choose.ts';
import { createPersonaModal, readPersonaModal } from './persona.ts';

const persona = {
  name: '해적 선장 Jack',
  instructions: 'x'.repeat(4_000),
  model: 'gone',
  temperature: 0.7,
  greeting: 'Ahoy!\nMatey',
  avatar: '<:pirate:1300000000000000001>',
};
const offer = {
  default: 'model-0',
  models: Array.from({ length: 60 }, (_, index) => ({ name: `model-${index}`, vision: true })),
};

it.each(LOCALES)(
  'passes Discord’s rules, filled in with what there is, and comes back as it was (%s)',
  (locale) => {
    const form = createForm();
    const modal = createPersonaModal('edit', persona, offer, textsFor(locale));
    readModal(form, JSON.parse(JSON.stringify(modal)) as never);
    expect(form.errors()).toBeNull();
    const sent = modal.components.map(({ component }) => ({
      type: 18,
      component:
        'options' in component
          ? {
              custom_id: component.custom_id,
              values: component.options.filter((option) => option.default === true).map(({ value }) => value),
            }
          : { custom_id: component.custom_id, value: 'value' in component ? component.value : '' },
    }));
    const read = readPersonaModal(modal.custom_id, parseModalValues(sent));
    expect(read).toEqual({ action: 'edit', persona });
  },
);

it('reads an empty form as a persona without anything, and a temperature that is no number as a fault', () => {
  const values = (temperature: string) =>
    parseModalValues([
      { component: { custom_id: 'instructions', value: ' Be brief. ' } },
      { component: { custom_id: 'temperature', value: temperature } },
    ]);
  const empty = readPersonaModal('persona.add.Jack', values(''));
  expect(empty?.persona).toEqual({
    ...{ name: 'Jack', instructions: 'Be brief.', model: null },
    ...{ temperature: null, greeting: null, avatar: null },
  });
  expect(readPersonaModal('persona.add.Jack', values('0,5'))?.persona.temperature).toBe(0.5);
  expect(findPersonaFault(readPersonaModal('persona.add.Jack', values('warm'))?.persona)).toMatchObject({
    path: 'temperature',
  });
  expect(readPersonaModal('persona.add.', values(''))).toBeNull();
  expect(readPersonaModal('question', values(''))).toBeNull();
});
