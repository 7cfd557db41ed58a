/**
 * A modal as a person has filled it in: checked as a Discord client checks it, and turned into the `data.components`
 * of the interaction. Pure.
 */
import type { JsonRecord } from '../../../shared/json.ts';
import type { ModalFieldView, ModalView } from '../component-views.ts';
import { fitsFileTypes } from './file-types.ts';

/** By `custom_id`: a text or the chosen value, the chosen values (of uploads: their ids), or whether it is checked. */
export type ModalValues = Readonly<Record<string, string | boolean | readonly string[]>>;
export type SubmitVerdict = { ok: true; components: JsonRecord[] } | { ok: false; error: string };

/** What is there to be chosen: people, roles, channels, and the person's own uploads. */
export interface Choosable {
  user(id: string): boolean;
  role(id: string): boolean;
  channel(id: string, types: readonly number[] | undefined): boolean;
  /** The name of an uploaded file, or undefined. */
  upload(id: string): string | undefined;
}

export function parseSubmission(modal: ModalView, values: ModalValues, known: Choosable): SubmitVerdict {
  const components: JsonRecord[] = [];
  for (const part of modal.components) {
    if (part.type === 10) {
      components.push({ type: 10, id: part.id });
      continue;
    }
    const verdict = readValue(part.component, values[part.component.custom_id], known);
    if (typeof verdict === 'string') return { ok: false, error: `${part.component.custom_id}: ${verdict}` };
    const { type, id, custom_id } = part.component;
    components.push({ type: 18, id: part.id, component: { type, id, custom_id, ...verdict } });
  }
  const names = new Set(
    modal.components.flatMap((part) => (part.type === 18 ? [part.component.custom_id] : [])),
  );
  const stranger = Object.keys(values).find((name) => !names.has(name));
  return stranger === undefined
    ? { ok: true, components }
    : { ok: false, error: `${stranger}: There is no such component` };
}

/** The component's part of the interaction, or what is wrong. */
function readValue(
  field: ModalFieldView,
  given: ModalValues[string] | undefined,
  known: Choosable,
): JsonRecord | string {
  switch (field.type) {
    case 4: {
      const text = given ?? '';
      if (typeof text !== 'string') return 'Must be a text';
      if (text === '') return field.required ? 'This field is required' : { value: '' };
      const { min_length: min = 0, max_length: max } = field;
      if (text.length < min) return `Must be at least ${min} characters long`;
      return text.length > max ? `Must be at most ${max} characters long` : { value: text };
    }
    case 21: {
      if (given === undefined || given === '') {
        return field.required ? 'This field is required' : { value: null };
      }
      return field.options.some(({ value }) => value === given)
        ? { value: given }
        : 'Must be one of the choices';
    }
    case 23:
      return typeof (given ?? false) === 'boolean' ? { value: given ?? false } : 'Must be true or false';
    default: {
      const values = given ?? [];
      if (!Array.isArray(values)) return 'Must be a list';
      if (values.length === 0) return field.required === false ? { values } : 'This field is required';
      return findChoiceFault(field, values, known) ?? { values };
    }
  }
}

type ChoiceField = Exclude<ModalFieldView, { type: 4 | 21 | 23 }>;

/** What is wrong with the chosen values, or null. */
export function findChoiceFault(
  field: ChoiceField,
  values: readonly string[],
  known: Choosable,
): string | null {
  const { min_values: min, max_values: max } = field;
  if (values.length < min) return `Choose at least ${min}`;
  if (values.length > max) return `Choose at most ${max}`;
  if (new Set(values).size < values.length) return 'Each can be chosen once';
  if (values.every((value) => isChoosable(field, value, known))) return null;
  return field.type === 19 ? 'There is no such file, or it is of another type' : 'Must be one of the choices';
}

function isChoosable(field: ChoiceField, value: string, known: Choosable): boolean {
  switch (field.type) {
    case 3:
    case 22:
      return field.options.some((option) => option.value === value);
    case 5:
      return known.user(value);
    case 6:
      return known.role(value);
    case 7:
      return known.user(value) || known.role(value);
    case 8:
      return known.channel(value, field.channel_types);
    case 19: {
      const filename = known.upload(value);
      return filename !== undefined && fitsFileTypes(filename, field.file_types);
    }
  }
}
