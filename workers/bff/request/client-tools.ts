/** Tools, the choice among them, and the form of the answer, as an API client may ask for them. Pure. */
import * as z from 'zod/mini';
import { isRecord, type JsonRecord } from '../../../shared/json.ts';
import { once } from '../../../shared/once.ts';
import { findSchemaFault } from './json-schema.ts';
import { withoutNulls } from './without-nulls.ts';

const toolName = once(() => z.string().check(z.regex(/^[\w.:-]{1,128}$/)));
const description = once(() => z.nullish(z.string()));

/** Not every provider takes the nulls that SDKs write: LangChain's `strict: null`. */
const described = <Shape extends z.core.$ZodLooseShape>(shape: Shape) =>
  z.pipe(z.strictObject(shape), z.transform(withoutNulls));

const tool = once(() =>
  z.discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('function'),
      function: described({
        name: toolName(),
        description: description(),
        parameters: z.nullish(z.record(z.string(), z.unknown())),
        strict: z.nullish(z.boolean()),
      }),
    }),
    z.strictObject({
      type: z.literal('custom'),
      custom: described({
        name: toolName(),
        description: description(),
        format: z.nullish(z.looseObject({})),
      }),
    }),
  ]),
);

const namedFunction = once(() =>
  z.strictObject({
    type: z.literal('function'),
    function: z.strictObject({ name: toolName() }),
  }),
);
const namedCustom = once(() =>
  z.strictObject({ type: z.literal('custom'), custom: z.strictObject({ name: toolName() }) }),
);

export const toolFields = once(() => ({
  tools: z.nullish(z.array(tool())),
  tool_choice: z.nullish(
    z.union([
      z.enum(['none', 'auto', 'required']),
      z.discriminatedUnion('type', [
        namedFunction(),
        namedCustom(),
        z.strictObject({
          type: z.literal('allowed_tools'),
          allowed_tools: z.strictObject({
            mode: z.enum(['auto', 'required']),
            tools: z.array(z.discriminatedUnion('type', [namedFunction(), namedCustom()])),
          }),
        }),
      ]),
    ]),
  ),
  parallel_tool_calls: z.nullish(z.boolean()),
  response_format: z.nullish(
    z.discriminatedUnion('type', [
      z.strictObject({ type: z.literal('text') }),
      z.strictObject({ type: z.literal('json_object') }),
      z.strictObject({
        type: z.literal('json_schema'),
        json_schema: described({
          name: z.string().check(z.regex(/^[\w-]{1,64}$/)),
          description: description(),
          schema: z.nullish(z.record(z.string(), z.unknown())),
          strict: z.nullish(z.boolean()),
        }),
      }),
    ]),
  ),
}));

export interface ToolFault {
  param: string;
  detail: string;
}

/** Names that are given twice or not at all, and schemas that are none. */
export function findToolFault(fields: {
  tools?: JsonRecord[];
  tool_choice?: unknown;
  response_format?: JsonRecord;
}): ToolFault | null {
  const names = new Set<string>();
  for (const [index, each] of (fields.tools ?? []).entries()) {
    const kind = each.type === 'custom' ? 'custom' : 'function';
    const { name, parameters } = asRecord(each[kind]);
    const at = `tools[${index}].${kind}`;
    if (names.has(String(name))) return { param: `${at}.name`, detail: 'Two tools have one name.' };
    names.add(String(name));
    const fault = parameters === undefined ? null : findSchemaFault(parameters);
    if (fault !== null) return describe(`${at}.parameters${fault.path}`, fault.detail);
  }
  return findChoiceFault(fields.tool_choice, names) ?? findFormatFault(fields.response_format);
}

function findChoiceFault(choice: unknown, names: ReadonlySet<string>): ToolFault | null {
  if (choice === 'required' && names.size === 0) {
    return { param: 'tool_choice', detail: "'tool_choice' is only allowed with 'tools'." };
  }
  if (!isRecord(choice)) return null;
  const allowed = asRecord(choice.allowed_tools).tools;
  const wanted: { at: string; tool: JsonRecord }[] = Array.isArray(allowed)
    ? allowed.map((each, index) => ({
        at: `tool_choice.allowed_tools.tools[${index}]`,
        tool: asRecord(each),
      }))
    : [{ at: 'tool_choice', tool: choice }];
  for (const { at, tool: named } of wanted) {
    const kind = named.type === 'custom' ? 'custom' : 'function';
    const { name } = asRecord(named[kind]);
    if (!names.has(String(name)))
      return { param: `${at}.${kind}.name`, detail: "No tool of 'tools' has this name." };
  }
  return null;
}

function findFormatFault(format: JsonRecord | undefined): ToolFault | null {
  const { schema } = asRecord(format?.json_schema);
  const fault = schema === undefined ? null : findSchemaFault(schema);
  return fault === null ? null : describe(`response_format.json_schema.schema${fault.path}`, fault.detail);
}

function describe(param: string, detail: string): ToolFault {
  return { param, detail: `'${param}' ${detail}.` };
}

function asRecord(value: unknown): JsonRecord {
  return isRecord(value) ? value : {};
}
