import { describe, expect, it } from 'vitest';
import { findUnfit, fitOwnFields } from './fit.ts';

const MODEL = { name: 'm', provider: 'p', upstream: 'm', refusedFields: [] };
const REQUEST = {
  messages: [{ role: 'user' as const, content: 'hi' }],
  stream: true as const,
  stream_options: { include_usage: true as const },
};
const ask = (fields: object) => ({ ...REQUEST, ...fields }) as typeof REQUEST;

describe('a request for what the model cannot do', () => {
  it.each([
    [{ tools: [{}] }, 'tools'],
    [{ response_format: { type: 'json_schema' } }, 'response_format'],
    [{ reasoning_effort: 'low' }, 'reasoning_effort'],
    [{ modalities: ['text', 'audio'] }, 'modalities'],
    [{ messages: [{ role: 'user', content: [{ type: 'image_url' }] }] }, 'messages[0].content[0]'],
    [
      { messages: [{ role: 'user', content: [{ type: 'text' }, { type: 'input_audio' }] }] },
      'messages[0].content[1]',
    ],
  ])('%j names the field', (fields, param) => {
    expect(findUnfit({ ...MODEL, abilities: [] }, ask(fields), [])).toMatchObject({ status: 400, param });
    // Nothing is known of its abilities: the provider is to judge.
    expect(findUnfit(MODEL, ask(fields), [])).toBeUndefined();
  });

  it('names a field that the model refuses, unless Libra added it', () => {
    const model = { ...MODEL, refusedFields: ['temperature', 'stream_options', 'seed'] };
    expect(findUnfit(model, ask({ temperature: 1 }), [])).toMatchObject({
      code: 'unsupported_parameter',
      param: 'temperature',
    });
    expect(findUnfit(model, ask({ seed: 1 }), ['seed'])).toBeUndefined();
    expect(fitOwnFields(model, ask({ seed: 1 }), ['seed'])).toEqual({
      messages: REQUEST.messages,
      stream: true,
    });
  });

  it('leaves a cache key of Libra’s out where the provider does not know it, and a caller’s in', () => {
    const keyed = ask({ prompt_cache_key: 'k' });
    expect(fitOwnFields(MODEL, keyed, ['prompt_cache_key'])).not.toHaveProperty('prompt_cache_key');
    expect(fitOwnFields(MODEL, keyed, [])).toHaveProperty('prompt_cache_key', 'k');
    const knowing = { ...MODEL, takesCacheKey: true as const };
    expect(fitOwnFields(knowing, keyed, ['prompt_cache_key'])).toHaveProperty('prompt_cache_key', 'k');
  });

  it.each([
    [{ maxCompletionTokens: 100 }, 'max_completion_tokens'],
    [{ contextTokens: 100 }, 'max_tokens'],
  ])('names a bound beyond what %j allows, unless Libra added it', (facts, param) => {
    const model = { ...MODEL, ...facts };
    expect(findUnfit(model, ask({ [param]: 101 }), [])).toMatchObject({ status: 400, param });
    expect(findUnfit(model, ask({ [param]: 100 }), [])).toBeUndefined();
    expect(findUnfit(model, ask({ [param]: 101 }), [param])).toBeUndefined();
  });

  it('keeps Libra’s own bound within what the model can write, and a caller’s as it is', () => {
    const model = { ...MODEL, maxCompletionTokens: 100 };
    const bounded = ask({ max_completion_tokens: 4_096 });
    expect(fitOwnFields(model, bounded, ['max_completion_tokens'])).toMatchObject({
      max_completion_tokens: 100,
    });
    expect(fitOwnFields(model, bounded, [])).toMatchObject({ max_completion_tokens: 4_096 });
  });
});
