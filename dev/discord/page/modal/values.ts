/** What is filled into a modal: where it begins, and what keeps it from being sent. Pure. */
import type { ModalFieldView, ModalView } from '../../component-views.ts';

export type FieldValue = string | boolean | readonly string[];
export type FieldValues = Readonly<Record<string, FieldValue>>;

export type FieldProblem =
  | { code: 'required' }
  | { code: 'too-short'; min: number; length: number }
  | { code: 'too-long'; max: number; length: number }
  | { code: 'too-few'; min: number }
  | { code: 'too-many'; max: number };

export function fieldsOf(modal: ModalView): ModalFieldView[] {
  return modal.components.flatMap((part) => (part.type === 18 ? [part.component] : []));
}

export function initialValues(modal: ModalView): FieldValues {
  return Object.fromEntries(fieldsOf(modal).map((field) => [field.custom_id, initialValue(field)]));
}

export function initialValue(field: ModalFieldView): FieldValue {
  switch (field.type) {
    case 4:
      return field.value ?? '';
    case 3:
    case 22:
      return field.options.flatMap((option) => (option.default === true ? [option.value] : []));
    case 21:
      return field.options.find((option) => option.default === true)?.value ?? '';
    case 23:
      return field.default === true;
    case 19:
      return [];
    default:
      return (field.default_values ?? []).map(({ id }) => id);
  }
}

/** Lengths are UTF-16 units, as the stand-in and Discord's clients count. */
export function findProblem(field: ModalFieldView, value: FieldValue | undefined): FieldProblem | null {
  if (field.type === 23) return null;
  const { length } = typeof value === 'boolean' || value === undefined ? '' : value;
  if (length === 0) return field.required === false ? null : { code: 'required' };
  if (field.type === 4) {
    const { min_length: min = 0, max_length: max } = field;
    if (length < min) return { code: 'too-short', min, length };
    return length > max ? { code: 'too-long', max, length } : null;
  }
  if (field.type === 21) return null;
  if (length < field.min_values) return { code: 'too-few', min: field.min_values };
  return length > field.max_values ? { code: 'too-many', max: field.max_values } : null;
}
