import { describe, expect, it } from 'vitest';
import { CATEGORIES } from '../../../shared/moderation/categories.ts';
import { answerModerations } from './answer.ts';

const resultsOf = (input: unknown) => {
  const verdict = answerModerations({ input }, 'modr-1');
  if (!verdict.ok) throw new Error(verdict.error.body.error.message);
  return verdict.body.results as {
    flagged: boolean;
    categories: Record<string, boolean>;
    category_scores: Record<string, number>;
    category_applied_input_types: Record<string, string[]>;
  }[];
};
const IMAGE = { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } };

describe('answerModerations', () => {
  it('answers once for each text, with every category', () => {
    const results = resultsOf(['hello', 'I will kill you']);
    expect(results.map(({ flagged }) => flagged)).toEqual([false, true]);
    for (const { categories, category_scores, category_applied_input_types } of results) {
      for (const record of [categories, category_scores, category_applied_input_types]) {
        expect(Object.keys(record)).toEqual([...CATEGORIES]);
      }
    }
  });

  it('answers once for all parts, and judges no image', () => {
    const [mixed, ...others] = resultsOf([
      { type: 'text', text: 'I will' },
      IMAGE,
      { type: 'text', text: 'kill you' },
    ]);
    expect(others).toEqual([]);
    expect(mixed?.flagged).toBe(true);
    expect(mixed?.category_applied_input_types.violence).toEqual(['text']);
    const [image] = resultsOf([IMAGE]);
    expect(image?.flagged).toBe(false);
    expect(image?.category_applied_input_types.violence).toEqual([]);
  });

  it('names the model that was asked', () => {
    for (const model of ['omni-moderation-latest', 'omni-moderation-2024-09-26']) {
      expect(answerModerations({ model, input: 'a' }, 'modr-1')).toMatchObject({
        body: { id: 'modr-1', model },
      });
    }
    expect(answerModerations({ input: 'a' }, 'modr-1')).toMatchObject({
      body: { model: 'omni-moderation-latest' },
    });
  });

  it.each([
    ['what is no JSON', undefined, { status: 400 }],
    ['no input', {}, { status: 400, body: { error: { param: 'input' } } }],
    ['an empty list', { input: [] }, { status: 400, body: { error: { param: 'input' } } }],
    [
      'a part of another type',
      { input: [{ type: 'audio' }] },
      { status: 400, body: { error: { param: 'input' } } },
    ],
    ['texts beside parts', { input: ['a', IMAGE] }, { status: 400, body: { error: { param: 'input' } } }],
    [
      'an unknown model',
      { model: 'gpt-4o', input: 'a' },
      { status: 404, body: { error: { code: 'model_not_found' } } },
    ],
  ])('refuses %s', (_what, body, error) => {
    expect(answerModerations(body, 'modr-1')).toMatchObject({ ok: false, error });
  });
});
