/**
 * Finds what is no JSON Schema at all in a tool's or an answer's schema. Which keywords a model knows is the provider's
 * affair. Pure.
 */
import { isRecord } from '../../../shared/json.ts';

export interface SchemaFault {
  /** Within the schema: `.properties.city.type`. */
  path: string;
  detail: string;
}

const TYPES: ReadonlySet<unknown> = new Set([
  'string',
  'number',
  'integer',
  'boolean',
  'object',
  'array',
  'null',
]);

/** Keywords whose value is a schema, a list of schemas, or named schemas. */
const SINGLE = ['items', 'additionalProperties', 'not', 'if', 'then', 'else', 'contains', 'propertyNames'];
const LISTS = ['anyOf', 'oneOf', 'allOf', 'prefixItems'];
const NAMED = ['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas'];

/** `root`: a tool's parameters and a structured answer are objects. */
export function findSchemaFault(schema: unknown, isRoot = true): SchemaFault | null {
  if (typeof schema === 'boolean' && !isRoot) return null;
  if (!isRecord(schema)) return { path: '', detail: 'is not a JSON Schema object' };
  const { type, required } = schema;
  if (
    isRoot &&
    type !== undefined &&
    type !== 'object' &&
    !(Array.isArray(type) && type.includes('object'))
  ) {
    return { path: '.type', detail: "must be 'object'" };
  }
  const types: unknown[] = Array.isArray(type) ? type : type === undefined ? [] : [type];
  if (!types.every((each) => TYPES.has(each))) return { path: '.type', detail: 'is no type of JSON Schema' };
  if (required !== undefined && !(Array.isArray(required) && required.every(isString))) {
    return { path: '.required', detail: 'must be an array of strings' };
  }
  if (schema.enum !== undefined && !Array.isArray(schema.enum)) {
    return { path: '.enum', detail: 'must be an array' };
  }
  return findInnerFault(schema);
}

function findInnerFault(schema: Record<string, unknown>): SchemaFault | null {
  for (const [path, inner] of innerSchemas(schema)) {
    const fault = findSchemaFault(inner, false);
    if (fault !== null) return { ...fault, path: path + fault.path };
  }
  return null;
}

function* innerSchemas(schema: Record<string, unknown>): Generator<[path: string, inner: unknown]> {
  for (const keyword of SINGLE) {
    const inner = schema[keyword];
    if (Array.isArray(inner))
      yield* inner.map((each, index): [string, unknown] => [`.${keyword}[${index}]`, each]);
    else if (inner !== undefined) yield [`.${keyword}`, inner];
  }
  for (const keyword of LISTS) {
    const inner: unknown = schema[keyword];
    if (inner === undefined) continue;
    // No schema itself: reported as one that is none.
    if (!Array.isArray(inner)) yield [`.${keyword}`, null];
    else yield* inner.map((each, index): [string, unknown] => [`.${keyword}[${index}]`, each]);
  }
  for (const keyword of NAMED) {
    const inner = schema[keyword];
    if (inner === undefined) continue;
    if (!isRecord(inner)) yield [`.${keyword}`, null];
    else yield* Object.entries(inner).map(([name, each]): [string, unknown] => [`.${keyword}.${name}`, each]);
  }
}

function isString(value: unknown): boolean {
  return typeof value === 'string';
}
