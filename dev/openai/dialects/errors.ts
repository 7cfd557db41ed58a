/** What several dialects have in common: how a key is shown, and OpenAI's errors. Pure. */
import type { Dialect, DialectError } from './dialect.ts';

export const bearer = (key: string): [string, string] => ['authorization', `Bearer ${key}`];

export const error = (status: number, message: string, more: object = {}): DialectError => ({
  status,
  body: { error: { message, type: 'invalid_request_error', param: null, code: null, ...more } },
});

export const openAiErrors: Dialect['errors'] = {
  badKey: error(401, 'Incorrect API key provided: sk-***.', { code: 'invalid_api_key' }),
  unknownModel: error(404, 'The model `x` does not exist or you do not have access to it.', {
    code: 'model_not_found',
  }),
  tooLong: error(400, "This model's maximum context length is 128000 tokens.", {
    code: 'context_length_exceeded',
  }),
  refusedField: (field) =>
    error(400, `Unsupported parameter: '${field}' is not supported with this model.`, {
      code: 'unsupported_parameter',
      param: field,
    }),
};
