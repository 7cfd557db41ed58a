/** Providers that run models of their own or of others. Pure. */
import type { Dialect } from './dialect.ts';
import { bearer, error, openAiErrors } from './errors.ts';
import { DONE, endFrame, frame, openAiFrames, textFrames, USAGE, usageFrame } from './frames.ts';

export const HOSTED = {
  openai: {
    baseUrl: 'https://api.openai.com/v1',
    proof: bearer,
    headers: { 'openai-organization': 'org-example' },
    model: 'gpt-5-mini',
    frames: openAiFrames,
    errors: openAiErrors,
  },
  azure: {
    baseUrl: 'https://RESOURCE.openai.azure.com/openai/deployments/my-gpt-4o',
    proof: (key) => ['api-key', key],
    forbidden: ['authorization'],
    query: { 'api-version': '2024-10-21' },
    model: 'my-gpt-4o',
    frames: (texts) => [
      frame({
        choices: [],
        created: 0,
        id: '',
        model: '',
        object: '',
        prompt_filter_results: [{ prompt_index: 0 }],
      }),
      ...openAiFrames(texts),
    ],
    errors: {
      ...openAiErrors,
      badKey: {
        status: 401,
        body: {
          statusCode: 401,
          message: 'Access denied due to invalid subscription key or wrong API endpoint.',
        },
      },
      unknownModel: {
        status: 404,
        body: {
          error: {
            code: 'DeploymentNotFound',
            message: 'The API deployment for this resource does not exist.',
          },
        },
      },
    },
  },
  openrouter: {
    baseUrl: 'https://openrouter.ai/api/v1',
    proof: bearer,
    headers: { 'http-referer': 'https://libra.example', 'x-title': 'Libra' },
    model: 'deepseek/deepseek-chat',
    frames: (texts) => [
      ': OPENROUTER PROCESSING\n\n',
      ': OPENROUTER PROCESSING\n\n',
      ...textFrames(texts, { perChunk: { provider: 'Somebody' } }),
      endFrame({ native_finish_reason: 'stop' }),
      usageFrame([{ index: 0, delta: { role: 'assistant', content: '' }, finish_reason: null }]),
      DONE,
    ],
    errors: {
      badKey: { status: 401, body: { error: { message: 'No auth credentials found', code: 401 } } },
      unknownModel: { status: 400, body: { error: { message: 'x is not a valid model ID', code: 400 } } },
      tooLong: {
        status: 400,
        body: { error: { message: "This endpoint's maximum context length is 64000 tokens.", code: 400 } },
      },
      refusedField: (field) => ({
        status: 400,
        body: { error: { message: `${field} is not supported`, code: 400 } },
      }),
    },
  },
  groq: {
    baseUrl: 'https://api.groq.com/openai/v1',
    proof: bearer,
    model: 'llama-3.3-70b-versatile',
    frames: (texts) => [
      ...textFrames(texts),
      endFrame({ x_groq: { id: 'req_1', usage: USAGE }, usage: USAGE }),
      DONE,
    ],
    errors: {
      ...openAiErrors,
      badKey: error(401, 'Invalid API Key', { code: 'invalid_api_key' }),
      tooLong: error(400, 'Please reduce the length of the messages or completion.', {
        code: 'context_length_exceeded',
      }),
    },
  },
  gemini: {
    baseUrl: 'https://generativelanguage.googleapis.com/v1beta/openai',
    proof: bearer,
    model: 'gemini-2.5-flash',
    // It counts in every chunk, and what it thought in the total alone.
    frames: (texts) => [
      ...textFrames(texts, {
        perChunk: { usage: { prompt_tokens: 12, completion_tokens: 1, total_tokens: 13 } },
      }),
      endFrame({ usage: { prompt_tokens: 12, completion_tokens: 2, total_tokens: 17 } }),
      DONE,
    ],
    errors: {
      badKey: {
        status: 400,
        body: [
          {
            error: {
              code: 400,
              message: 'API key not valid. Please pass a valid API key.',
              status: 'INVALID_ARGUMENT',
            },
          },
        ],
      },
      unknownModel: {
        status: 404,
        body: [
          {
            error: {
              code: 404,
              message: 'models/x is not found for API version v1main.',
              status: 'NOT_FOUND',
            },
          },
        ],
      },
      tooLong: {
        status: 400,
        body: [
          {
            error: {
              code: 400,
              message:
                'The input token count (2000000) exceeds the maximum number of tokens allowed (1048576).',
            },
          },
        ],
      },
      refusedField: (field) => ({
        status: 400,
        body: [
          {
            error: {
              code: 400,
              message: `Invalid JSON payload received. Unknown name "${field}": Cannot find field.`,
            },
          },
        ],
      }),
    },
  },
  anthropic: {
    baseUrl: 'https://api.anthropic.com/v1',
    proof: bearer,
    model: 'claude-sonnet-4-5',
    frames: openAiFrames,
    errors: {
      badKey: {
        status: 401,
        body: {
          error: {
            code: 'authentication_error',
            message: 'invalid x-api-key',
            type: 'authentication_error',
            param: null,
          },
        },
      },
      unknownModel: {
        status: 404,
        body: {
          error: { code: 'not_found_error', message: 'model: x', type: 'not_found_error', param: null },
        },
      },
      tooLong: error(400, 'prompt is too long: 210000 tokens > 200000 maximum'),
      refusedField: (field) => error(400, `${field}: Extra inputs are not permitted`),
    },
  },
} satisfies Record<string, Dialect>;
