import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findModel, matchingModels, nearModels } from './find.ts';

const models = ['libra', 'gpt-4o', 'gpt-4o-mini', 'gpt-4.1-nano', 'llama3:8b', '@cf/meta/llama-4'].map(
  (name) => ({ name }),
);
const names = (found: readonly { name: string }[]) => found.map(({ name }) => name);

describe('a model', () => {
  it('is found by its name in any case, and by nothing less', () => {
    expect(findModel(models, ' GPT-4o ')?.name).toBe('gpt-4o');
    expect(findModel(models, 'gpt-4')).toBeUndefined();
    expect(findModel([{ name: 'A' }, { name: 'a' }], 'a')?.name).toBe('a');
  });

  it('is offered while a part of its name is typed, whatever marks are left out', () => {
    expect(names(matchingModels(models, ''))).toHaveLength(models.length);
    expect(names(matchingModels(models, 'gpt 4o'))).toEqual(['gpt-4o', 'gpt-4o-mini']);
    expect(names(matchingModels(models, 'LLAMA'))).toEqual(['llama3:8b', '@cf/meta/llama-4']);
    expect(matchingModels(models, 'claude')).toEqual([]);
  });

  it('is named to who misspells it, at most three of them, the likeliest first', () => {
    expect(names(nearModels(models, 'gpt-4o-mni'))[0]).toBe('gpt-4o-mini');
    expect(names(nearModels(models, 'gpt4.1 nanno'))).toContain('gpt-4.1-nano');
    expect(nearModels(models, 'zzzzzzzzzzzz')).toEqual([]);
    expect(nearModels(models, 'gpt').length).toBeLessThanOrEqual(3);
  });

  it('is looked for in any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), (typed) => {
        expect(nearModels(models, typed).length).toBeLessThanOrEqual(3);
        expect(matchingModels(models, typed).length).toBeLessThanOrEqual(models.length);
        findModel(models, typed);
      }),
    );
  });
});
