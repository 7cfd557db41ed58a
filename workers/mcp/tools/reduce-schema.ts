/**
 * A tool's schema as a stranger wrote it → one that is safe to show to a model and to check arguments by: known keywords alone,
 * references put in their places, of bounded size and depth. Pure; never throws for JSON.
 *
 * Patterns and formats go, since a pattern can take a validator minutes for a text of thirty characters.
 */
import { isRecord, type JsonRecord } from '../../../shared/json.ts';
import { untrustedLine } from './untrusted-line.ts';

const MAX_DEPTH = 8;
/** Subschemas in all, those that references repeat included. */
const MAX_NODES = 200;
const MAX_NAME_CHARS = 64;
const MAX_TEXT_CHARS = 200;
const MAX_VALUES = 50;
const MAX_VALUE_CHARS = 100;
const MAX_CHOICES = 10;
const MAX_POINTER_PARTS = 8;
/** In UTF-8: some 1,200 tokens. */
export const MAX_SCHEMA_BYTES = 4_000;

const TYPES = ['array', 'boolean', 'integer', 'null', 'number', 'object', 'string'];
const NUMBERS = ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'];
const COUNTS = ['minLength', 'maxLength', 'minItems', 'maxItems', 'minProperties', 'maxProperties'];
const CHOICES = ['anyOf', 'oneOf', 'allOf'];

interface Walk {
  root: JsonRecord;
  nodesLeft: number;
  withTexts: boolean;
}

/** Null: it is no schema of an object, or too large even without its texts. */
export function reduceSchema(schema: unknown): JsonRecord | null {
  if (!isRecord(schema)) return null;
  for (const withTexts of [true, false]) {
    const reduced = reduce(schema, { root: schema, nodesLeft: MAX_NODES, withTexts }, 0);
    if (reduced.type !== 'object') return null;
    const whole = withoutChoices(reduced);
    if (encoder.encode(JSON.stringify(whole)).byteLength <= MAX_SCHEMA_BYTES) return whole;
  }
  return null;
}

/**
 * Providers refuse a whole request for one tool that has choices at the top of its schema. So the arguments of each choice become
 * its own, and the server says which of them go together.
 */
function withoutChoices(schema: JsonRecord): JsonRecord {
  const { anyOf, oneOf, allOf, enum: _values, const: _only, ...rest } = schema;
  const whole = [rest, ...[allOf].flat().filter(isRecord)];
  const choices = [anyOf, oneOf].flat().filter(isRecord);
  const required = whole.flatMap((each) => each.required ?? []);
  return {
    ...rest,
    properties: Object.assign({}, ...[...choices, ...whole.toReversed()].map((each) => each.properties)),
    ...(required.length === 0 ? {} : { required: [...new Set(required)] }),
  };
}

/** `{}` allows everything: it stands for what is too deep, too much, or not understood. */
function reduce(given: unknown, walk: Walk, depth: number): JsonRecord {
  walk.nodesLeft -= 1;
  if (!isRecord(given) || depth > MAX_DEPTH || walk.nodesLeft < 0) return {};
  if (typeof given.$ref === 'string') {
    const target = resolve(walk.root, given.$ref);
    return target === undefined ? {} : reduce(target, walk, depth + 1);
  }
  return {
    ...typeOf(given.type),
    ...(walk.withTexts ? textsOf(given) : {}),
    ...boundsOf(given),
    ...valuesOf(given),
    ...objectOf(given, walk, depth),
    ...itemsOf(given, walk, depth),
    ...choicesOf(given, walk, depth),
  };
}

function typeOf(type: unknown): JsonRecord {
  if (typeof type === 'string') return TYPES.includes(type) ? { type } : {};
  if (!Array.isArray(type) || type.length === 0 || type.length > TYPES.length) return {};
  return type.every((each) => TYPES.includes(each)) ? { type } : {};
}

function textsOf({ title, description, format }: JsonRecord): JsonRecord {
  const said = [title, description].filter((text) => typeof text === 'string').join(': ');
  const form = typeof format === 'string' && /^[a-z-]{1,30}$/.test(format) ? ` (${format})` : '';
  const text = untrustedLine(said, MAX_TEXT_CHARS) + form;
  return text.trim() === '' ? {} : { description: text.trim() };
}

function boundsOf(given: JsonRecord): JsonRecord {
  const numbers = NUMBERS.filter((name) => Number.isFinite(given[name]));
  const counts = COUNTS.filter((name) => Number.isSafeInteger(given[name]) && Number(given[name]) >= 0);
  return Object.fromEntries([...numbers, ...counts].map((name) => [name, given[name]]));
}

function valuesOf({ enum: values, const: only, default: usual }: JsonRecord): JsonRecord {
  const isListed =
    Array.isArray(values) && values.length > 0 && values.length <= MAX_VALUES && values.every(isPlain);
  return {
    ...(isListed ? { enum: [...new Set(values)] } : {}),
    ...(only !== undefined && isPlain(only) ? { const: only } : {}),
    ...(usual !== undefined && isPlain(usual) ? { default: usual } : {}),
  };
}

function isPlain(value: unknown): boolean {
  if (typeof value === 'string') return value === untrustedLine(value, MAX_VALUE_CHARS);
  return value === null || typeof value === 'boolean' || Number.isFinite(value);
}

function objectOf(given: JsonRecord, walk: Walk, depth: number): JsonRecord {
  const { properties, required, additionalProperties: others } = given;
  const named = isRecord(properties) ? Object.entries(properties) : [];
  const kept = named
    .filter(([name]) => name !== '__proto__' && name === untrustedLine(name, MAX_NAME_CHARS))
    .slice(0, MAX_NODES)
    .map(([name, inner]) => [name, reduce(inner, walk, depth + 1)] as const);
  const names = kept.map(([name]) => name);
  const needed = Array.isArray(required) ? [...new Set(required)].filter((name) => names.includes(name)) : [];
  return {
    ...(kept.length === 0 ? {} : { properties: Object.fromEntries(kept) }),
    ...(needed.length === 0 ? {} : { required: needed }),
    ...(typeof others === 'boolean' ? { additionalProperties: others } : {}),
    ...(isRecord(others) ? { additionalProperties: reduce(others, walk, depth + 1) } : {}),
  };
}

function choicesOf(given: JsonRecord, walk: Walk, depth: number): JsonRecord {
  const kept = CHOICES.flatMap((keyword) => {
    const choices = given[keyword];
    if (!Array.isArray(choices) || choices.length === 0 || choices.length > MAX_CHOICES) return [];
    return [[keyword, choices.map((choice) => reduce(choice, walk, depth + 1))] as const];
  });
  return Object.fromEntries(kept);
}

/** A list that does not say of what it is, providers refuse. */
function itemsOf({ type, items }: JsonRecord, walk: Walk, depth: number): JsonRecord {
  if (isRecord(items)) return { items: reduce(items, walk, depth + 1) };
  return [type].flat().includes('array') ? { items: {} } : {};
}

/** Within the same document alone. */
function resolve(root: JsonRecord, pointer: string): unknown {
  const parts = pointer.split('/');
  if (parts[0] !== '#' || parts.length > MAX_POINTER_PARTS) return undefined;
  let value: unknown = root;
  for (const part of parts.slice(1)) {
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~');
    if (!isRecord(value) || !Object.hasOwn(value, name)) return undefined;
    value = value[name];
  }
  return value;
}

const encoder = new TextEncoder();
