/** Servers that run on one's own machine. Pure. */
import type { Dialect } from './dialect.ts';
import { bearer, openAiErrors } from './errors.ts';
import { DONE, endFrame, openAiFrames, textFrames, USAGE, usageFrame } from './frames.ts';

const LOADED_FILE = '/home/somebody/models/qwen2.5-7b-instruct-q4_k_m.gguf';

export const SELF_HOSTED = {
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
} satisfies Record<string, Dialect>;
