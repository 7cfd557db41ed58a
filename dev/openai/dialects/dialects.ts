/**
 * The dialects of the providers in docs/gateway.md: what each demands, the form of its errors, the quirks of its stream. Pure.
 * What is here was read in the providers' documentation and in public reports of what they really send.
 */
import type { Dialect, DialectError } from './dialect.ts';
import { DONE, endFrame, frame, openAiFrames, textFrames, USAGE, usageFrame } from './frames.ts';

const bearer = (key: string): [string, string] => ['authorization', `Bearer ${key}`];

const error = (status: number, message: string, more: object = {}): DialectError => ({
  status,
  body: { error: { message, type: 'invalid_request_error', param: null, code: null, ...more } },
});

const openAiErrors: Dialect['errors'] = {
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

const LOADED_FILE = '/home/somebody/models/qwen2.5-7b-instruct-q4_k_m.gguf';

export const DIALECTS: Readonly<Record<string, Dialect>> = {
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
  ollama: {
    baseUrl: 'http://localhost:11434/v1',
    proof: null,
    forbidden: ['authorization'],
    model: 'llama3:8b',
    frames: (texts) => [...textFrames(texts, { finish: '' }), endFrame(), usageFrame(), DONE],
    errors: {
      ...openAiErrors,
      unknownModel: {
        status: 404,
        body: {
          error: {
            message: 'model "x" not found, try pulling it first',
            type: 'api_error',
            param: null,
            code: null,
          },
        },
      },
    },
  },
  'llama-cpp': {
    baseUrl: 'http://localhost:8080/v1',
    proof: null,
    forbidden: ['authorization'],
    model: 'qwen2.5-7b-instruct',
    // It names the file that it has loaded.
    frames: (texts) => [
      ...textFrames(texts, { perChunk: { model: LOADED_FILE } }),
      endFrame({ model: LOADED_FILE, usage: USAGE, timings: { predicted_n: 5 } }),
      DONE,
    ],
    errors: {
      ...openAiErrors,
      tooLong: {
        status: 400,
        body: {
          error: {
            code: 400,
            message: 'the request exceeds the available context size. try increasing it',
            type: 'exceed_context_size_error',
          },
        },
      },
    },
  },
  vllm: {
    baseUrl: 'http://localhost:8000/v1',
    proof: bearer,
    model: 'mistralai/Mistral-7B-Instruct-v0.3',
    // Older builds know `max_tokens` alone.
    refuses: ['max_completion_tokens'],
    frames: openAiFrames,
    errors: {
      badKey: { status: 401, body: { error: 'Unauthorized' } },
      unknownModel: {
        status: 404,
        body: {
          object: 'error',
          message: 'The model `x` does not exist.',
          type: 'NotFoundError',
          param: null,
          code: 404,
        },
      },
      tooLong: {
        status: 400,
        body: {
          object: 'error',
          message: "This model's maximum context length is 32768 tokens.",
          type: 'BadRequestError',
          param: null,
          code: 400,
        },
      },
      refusedField: (field) => ({
        status: 422,
        body: {
          detail: [{ type: 'extra_forbidden', loc: ['body', field], msg: 'Extra inputs are not permitted' }],
        },
      }),
    },
  },
  'workers-ai': {
    baseUrl: 'https://api.cloudflare.com/client/v4/accounts/ACCOUNT_ID/ai/v1',
    proof: bearer,
    model: '@cf/meta/llama-3.1-8b-instruct',
    frames: (texts) => [
      ...textFrames(texts, { perChunk: { usage: USAGE } }),
      endFrame({ usage: USAGE }),
      DONE,
    ],
    errors: {
      badKey: {
        status: 401,
        body: { success: false, errors: [{ code: 10000, message: 'Authentication error' }] },
      },
      unknownModel: {
        status: 400,
        body: { success: false, errors: [{ code: 5007, message: 'No such model @cf/x or task' }] },
      },
      tooLong: {
        status: 413,
        body: {
          success: false,
          errors: [
            {
              code: 5021,
              message:
                'The estimated number of input tokens exceeded this model context window limit (7968).',
            },
          ],
        },
      },
      refusedField: (field) => ({
        status: 400,
        body: { success: false, errors: [{ code: 5006, message: `Bad input: ${field}` }] },
      }),
    },
  },
  'ai-gateway': {
    baseUrl: 'https://gateway.ai.cloudflare.com/v1/ACCOUNT_ID/GATEWAY/compat',
    proof: (key) => ['cf-aig-authorization', `Bearer ${key}`],
    forbidden: ['authorization'],
    headers: { 'cf-aig-skip-cache': 'true' },
    model: 'openai/gpt-4o-mini',
    frames: openAiFrames,
    errors: {
      ...openAiErrors,
      badKey: {
        status: 401,
        body: { success: false, result: [], error: [{ code: 2009, message: 'Unauthorized' }] },
      },
    },
  },
};
