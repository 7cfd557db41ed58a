/** Tools and the form of the answer in a chat request, checked as OpenAI documents them. Pure. */
import { isRecord } from '../../shared/json.ts';
import { type ApiError, invalidRequest } from './api-error.ts';

export interface OfferedTool {
  name: string;
  parameters: Record<string, unknown>;
}

export interface ToolRequest {
  tools: OfferedTool[];
  /** The name of the one tool that has to be called, or one of these words. */
  choice: { kind: 'none' | 'auto' | 'required' } | { kind: 'named'; name: string };
  parallel: boolean;
  /** Null: text. Of any JSON object the schema says nothing. */
  answerSchema: Record<string, unknown> | null;
}

const MAX_TOOLS = 128;
const MAX_DESCRIPTION_CHARS = 1_024;
const NAME = /^[a-zA-Z0-9_-]{1,64}$/;

export function readToolRequest(body: Record<string, unknown>): ToolRequest | ApiError {
  const tools = readTools(body.tools);
  if ('body' in tools) return tools;
  const choice = readChoice(body.tool_choice, tools);
  if ('body' in choice) return choice;
  if (body.parallel_tool_calls !== undefined && tools.length === 0) {
    return invalidRequest(
      "'parallel_tool_calls' is only allowed when 'tools' are specified.",
      'parallel_tool_calls',
    );
  }
  const format = readFormat(body);
  if (!format.ok) return format.error;
  return { tools, choice, parallel: body.parallel_tool_calls !== false, answerSchema: format.schema };
}

function readTools(value: unknown): OfferedTool[] | ApiError {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) return wrong('tools', 'an array of objects');
  if (value.length === 0) return invalidRequest("[] is too short - 'tools'", 'tools', 'empty_array');
  if (value.length > MAX_TOOLS)
    return invalidRequest("Invalid 'tools': array too long.", 'tools', 'array_above_max_length');
  const tools: OfferedTool[] = [];
  for (const [index, tool] of value.entries()) {
    const at = `tools[${index}]`;
    if (!isRecord(tool) || tool.type !== 'function') {
      return invalidRequest(
        "Invalid value: supported values are: 'function'.",
        `${at}.type`,
        'invalid_value',
      );
    }
    if (!isRecord(tool.function)) return missing(`${at}.function`);
    const { name, description, parameters = { type: 'object', properties: {} }, strict } = tool.function;
    if (name === undefined) return missing(`${at}.function.name`);
    if (typeof name !== 'string' || !NAME.test(name)) {
      return invalidRequest(
        `Invalid '${at}.function.name': string does not match pattern.`,
        `${at}.function.name`,
        'invalid_value',
      );
    }
    if (typeof description === 'string' && description.length > MAX_DESCRIPTION_CHARS) {
      const place = `${at}.function.description`;
      return invalidRequest(
        `Invalid '${place}': string too long. Expected a string with maximum length ${MAX_DESCRIPTION_CHARS}, but got a string with length ${description.length} instead.`,
        place,
        'string_above_max_length',
      );
    }
    const fault = findSchemaFault(parameters, strict === true);
    if (fault !== null) {
      return invalidRequest(
        `Invalid schema for function '${name}': ${fault}`,
        `${at}.function.parameters`,
        'invalid_function_parameters',
      );
    }
    tools.push({ name, parameters: parameters as Record<string, unknown> });
  }
  return tools;
}

function readChoice(value: unknown, tools: readonly OfferedTool[]): ToolRequest['choice'] | ApiError {
  if (value === undefined || value === null) return { kind: 'auto' };
  if (tools.length === 0) {
    return invalidRequest("'tool_choice' is only allowed when 'tools' are specified.", 'tool_choice');
  }
  if (value === 'none' || value === 'auto' || value === 'required') return { kind: value };
  if (!isRecord(value) || value.type !== 'function' || !isRecord(value.function)) {
    return wrong('tool_choice', "one of 'none', 'auto', 'required' or an object");
  }
  const { name } = value.function;
  if (!tools.some((tool) => tool.name === name)) {
    return invalidRequest(`Tool choice '${String(name)}' not found in 'tools' parameter.`, 'tool_choice');
  }
  return { kind: 'named', name: String(name) };
}

type FormatVerdict = { ok: true; schema: Record<string, unknown> | null } | { ok: false; error: ApiError };

function readFormat(body: Record<string, unknown>): FormatVerdict {
  const { response_format: format } = body;
  if (format === undefined || format === null) return { ok: true, schema: null };
  if (!isRecord(format)) return refuse(wrong('response_format', 'an object'));
  switch (format.type) {
    case 'text':
      return { ok: true, schema: null };
    case 'json_object':
      return JSON.stringify(body.messages ?? '')
        .toLowerCase()
        .includes('json')
        ? { ok: true, schema: {} }
        : refuse(
            invalidRequest(
              "'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'.",
              'messages',
            ),
          );
    case 'json_schema': {
      const described = format.json_schema;
      if (!isRecord(described)) return refuse(missing('response_format.json_schema'));
      const { name, schema = {}, strict } = described;
      if (typeof name !== 'string' || !NAME.test(name)) {
        return refuse(missing('response_format.json_schema.name'));
      }
      const fault = findSchemaFault(schema, strict === true);
      return fault === null
        ? { ok: true, schema: schema as Record<string, unknown> }
        : refuse(invalidRequest(`Invalid schema for response_format '${name}': ${fault}`, 'response_format'));
    }
    default:
      return refuse(
        invalidRequest(`Invalid value: '${String(format.type)}'.`, 'response_format.type', 'invalid_value'),
      );
  }
}

function refuse(error: ApiError): FormatVerdict {
  return { ok: false, error };
}

/** What OpenAI refuses: a root that is no object, and in strict mode an object that leaves anything open. */
function findSchemaFault(schema: unknown, strict: boolean, path = '()'): string | null {
  if (!isRecord(schema)) return `In context=${path}, schema must be an object.`;
  const { type, properties = {}, required = [] } = schema;
  if (path === '()' && type !== undefined && type !== 'object') {
    return `schema must be a JSON Schema of 'type: "object"', got 'type: "${String(type)}"'.`;
  }
  if (!isRecord(properties) || !Array.isArray(required)) return `In context=${path}, not a valid schema.`;
  if (strict && type === 'object') {
    if (schema.additionalProperties !== false) {
      return `In context=${path}, 'additionalProperties' is required to be supplied and to be false.`;
    }
    const left = Object.keys(properties).find((name) => !required.includes(name));
    if (left !== undefined) return `In context=${path}, 'required' is missing '${left}'.`;
  }
  for (const [name, inner] of Object.entries(properties)) {
    const fault = findSchemaFault(inner, strict, `('properties', '${name}')`);
    if (fault !== null) return fault;
  }
  return schema.items === undefined ? null : findSchemaFault(schema.items, strict, `${path} items`);
}

function missing(param: string): ApiError {
  return invalidRequest(`Missing required parameter: '${param}'.`, param, 'missing_required_parameter');
}

function wrong(param: string, wanted: string): ApiError {
  return invalidRequest(`Invalid type for '${param}': expected ${wanted}.`, param, 'invalid_type');
}
