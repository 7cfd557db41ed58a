/** Cloudflare's own models, and its gateway to those of others. Pure. */
import type { Dialect } from './dialect.ts';
import { bearer, openAiErrors } from './errors.ts';
import { DONE, endFrame, openAiFrames, textFrames, USAGE } from './frames.ts';

export const CLOUDFLARE = {
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
} satisfies Record<string, Dialect>;
