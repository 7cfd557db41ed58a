/**
 * Discord's way of refusing a form: every fault at once, each at its place, under `errors` as nested objects whose
 * leaves are `_errors: [{code, message}]`. Pure.
 *
 * Source: https://discord.com/developers/docs/reference#error-messages
 */
import { isRecord, type JsonRecord } from '../../../shared/json.ts';

export interface FieldError {
  code: string;
  message: string;
}
export type FormErrors = { [key: string]: FormErrors | FieldError[] };

/** One place in a form. */
export interface Field {
  child(key: string | number): Field;
  refuse(code: string, message: string): void;
}

export interface Form extends Field {
  /** The nested `errors` object, or null when nothing was refused. */
  errors(): FormErrors | null;
}

export function createForm(): Form {
  const faults: { path: string[]; error: FieldError }[] = [];
  function field(path: string[]): Field {
    return {
      child: (key) => field([...path, String(key)]),
      refuse: (code, message) => void faults.push({ path, error: { code, message } }),
    };
  }
  return {
    ...field([]),
    errors: () => (faults.length === 0 ? null : nest(faults)),
  };
}

function nest(faults: readonly { path: string[]; error: FieldError }[]): FormErrors {
  const root = emptyErrors();
  for (const { path, error } of faults) {
    let place = root;
    for (const key of path) {
      place[key] ??= emptyErrors();
      place = place[key] as FormErrors;
    }
    place._errors ??= [];
    (place._errors as FieldError[]).push(error);
  }
  return root;
}

/** Without a prototype: keys come from the sender, and one of them may be `__proto__`. */
function emptyErrors(): FormErrors {
  return Object.create(null) as FormErrors;
}

/** The first fault as one line, for people: `content: Must be 2000 or fewer in length.` */
export function firstFault(errors: FormErrors, path = ''): string {
  for (const [key, value] of Object.entries(errors)) {
    if (Array.isArray(value)) return `${path === '' ? '' : `${path}: `}${value[0]?.message ?? ''}`;
    return firstFault(value, path === '' ? key : `${path}.${key}`);
  }
  return path;
}

/** Null counts as absent, as in most of Discord's forms. Lengths are UTF-16 units: the strictest reading there is. */
export function readText(
  parent: Field,
  source: JsonRecord,
  key: string,
  rule: { max: number; min?: number; required?: boolean },
): string | undefined {
  const value = source[key];
  const field = parent.child(key);
  if (value === undefined || value === null) {
    if (rule.required === true) refuseMissing(field);
    return undefined;
  }
  if (typeof value !== 'string') {
    field.refuse('STRING_TYPE_CONVERT', `Could not interpret "${describe(value)}" as string.`);
    return undefined;
  }
  // Half a surrogate pair is no character; a text that was cut there is refused rather than shown garbled.
  // White space around a text is dropped before anything is counted.
  if (value !== '' && value.trim() === '' && (rule.min ?? 0) > 0) refuseMissing(field);
  if (!value.isWellFormed()) field.refuse('STRING_TYPE_CONVERT', 'The text is not well-formed Unicode.');
  checkLength(field, value.length, rule);
  return value;
}

export function checkLength(field: Field, length: number, rule: { max: number; min?: number }): void {
  const { min = 0, max } = rule;
  if (length >= min && length <= max) return;
  if (min > 0) field.refuse('BASE_TYPE_BAD_LENGTH', `Must be between ${min} and ${max} in length.`);
  else field.refuse('BASE_TYPE_MAX_LENGTH', `Must be ${max} or fewer in length.`);
}

export function readNumber(
  parent: Field,
  source: JsonRecord,
  key: string,
  rule: { min?: number; max?: number; integer?: boolean; required?: boolean } = {},
): number | undefined {
  const value = source[key];
  const field = parent.child(key);
  if (value === undefined || value === null) {
    if (rule.required === true) refuseMissing(field);
    return undefined;
  }
  const kind = rule.integer === false ? 'float' : 'int';
  if (typeof value !== 'number' || !Number.isFinite(value) || (kind === 'int' && !Number.isInteger(value))) {
    field.refuse('NUMBER_TYPE_COERCE', `Value "${describe(value)}" is not ${kind}.`);
    return undefined;
  }
  if (rule.max !== undefined && value > rule.max) {
    field.refuse('NUMBER_TYPE_MAX', `${kind} value should be less than or equal to ${rule.max}.`);
  }
  if (rule.min !== undefined && value < rule.min) {
    field.refuse('NUMBER_TYPE_MIN', `${kind} value should be greater than or equal to ${rule.min}.`);
  }
  return value;
}

export function readBoolean(parent: Field, source: JsonRecord, key: string): boolean | undefined {
  const value = source[key];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'boolean') return value;
  parent.child(key).refuse('BOOLEAN_TYPE_CONVERT', 'Must be either true or false.');
  return undefined;
}

/** A list of objects. Entries that are none are refused and left out; each comes with its place. */
export function readObjects(
  parent: Field,
  source: JsonRecord,
  key: string,
  rule: { max: number; min?: number },
): { value: JsonRecord; field: Field; index: number }[] | undefined {
  const list = readList(parent, source, key);
  if (list === undefined) return undefined;
  const field = parent.child(key);
  checkLength(field, list.length, rule);
  const entries: { value: JsonRecord; field: Field; index: number }[] = [];
  for (const [index, value] of list.entries()) {
    if (isRecord(value)) entries.push({ value, field: field.child(index), index });
    else refuseNoObject(field.child(index));
  }
  return entries;
}

export function readList(parent: Field, source: JsonRecord, key: string): unknown[] | undefined {
  const value = source[key];
  if (value === undefined || value === null) return undefined;
  if (Array.isArray(value)) return value;
  parent.child(key).refuse('LIST_TYPE_CONVERT', 'Only iterables may be used in a ListType.');
  return undefined;
}

export function refuseMissing(field: Field): void {
  field.refuse('BASE_TYPE_REQUIRED', 'This field is required.');
}

export function refuseNoObject(field: Field): void {
  field.refuse('DICT_TYPE_CONVERT', 'Only dictionaries may be used in a DictType.');
}

export function refuseChoice(field: Field, choices: readonly (string | number)[]): void {
  field.refuse('BASE_TYPE_CHOICES', `Value must be one of {${choices.join(', ')}}.`);
}

function describe(value: unknown): string {
  return String(typeof value === 'object' ? JSON.stringify(value) : value).slice(0, 100);
}
