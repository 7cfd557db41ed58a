/** Checks of a request's fields that several endpoints share, in OpenAI's words. Pure. */
import { type ApiError, apiError, invalidRequest } from './api-error.ts';

export function checkUnknownFields(body: object, known: ReadonlySet<string>): ApiError | null {
  const unknown = Object.keys(body).find((name) => !known.has(name));
  return unknown === undefined
    ? null
    : invalidRequest(`Unrecognized request argument supplied: ${unknown}`, unknown, 'unknown_parameter');
}

/** `find` gives null for a name that this endpoint has no model of. */
export function readModel<Model>(
  name: unknown,
  find: (name: string) => Model | null,
): { model: Model } | { error: ApiError } {
  if (name === undefined || name === '') {
    return { error: invalidRequest('you must provide a model parameter') };
  }
  if (typeof name !== 'string') {
    return { error: invalidRequest("Invalid type for 'model': expected a string.", 'model', 'invalid_type') };
  }
  const model = find(name);
  if (model !== null) return { model };
  return {
    error: apiError(
      404,
      'invalid_request_error',
      `The model \`${name}\` does not exist or you do not have access to it.`,
      { code: 'model_not_found' },
    ),
  };
}

export function missingParameter(name: string): ApiError {
  return invalidRequest(`Missing required parameter: '${name}'.`, name, 'missing_required_parameter');
}

export function checkChoice(name: string, value: unknown, choices: readonly string[]): ApiError | null {
  if (typeof value === 'string' && choices.includes(value)) return null;
  const named = choices.map((choice) => `'${choice}'`);
  const list = named.length > 1 ? `${named.slice(0, -1).join(', ')}, and ${named.at(-1)}` : named.join('');
  return invalidRequest(
    `Invalid value: '${String(value)}'. Supported values are: ${list}.`,
    name,
    'invalid_value',
  );
}

export function wrongType(param: string, wanted: string, given: unknown): ApiError {
  const kind = given === null ? 'null' : Array.isArray(given) ? 'an array' : `a ${typeof given}`;
  return invalidRequest(
    `Invalid type for '${param}': expected ${wanted}, but got ${kind} instead.`,
    param,
    'invalid_type',
  );
}

export function tooLong(name: string, most: number, given: string): ApiError {
  return invalidRequest(
    `Invalid '${name}': string too long. Expected a string with maximum length ${most}, but got a string with length ${given.length} instead.`,
    name,
    'string_above_max_length',
  );
}
