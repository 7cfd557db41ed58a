import { describe, expect, it } from 'vitest';
import type { Adaptation } from './adapt.ts';
import { createAdaptationMemory, createAdaptationTrial } from './adaptation-memory.ts';

describe('what a target has refused', () => {
  it('is remembered once, and never without bound', () => {
    const memory = createAdaptationMemory();
    expect(memory.add('a', { kind: 'drop', field: 'stream_options' })).toBe(true);
    expect(memory.add('a', { kind: 'drop', field: 'stream_options' })).toBe(false);
    for (let index = 0; index < 20; index += 1) memory.add('a', { kind: 'drop', field: `f${index}` });
    expect(memory.of('a')).toHaveLength(6);
    expect(memory.of('b')).toEqual([]);
  });

  it('is tried by one request, and asked of others once the target has answered without it', () => {
    const memory = createAdaptationMemory();
    const drop: Adaptation = { kind: 'drop', field: 'stream_options' };
    const failed = createAdaptationTrial(memory);
    expect(failed.add('a', drop)).toBe(true);
    expect(failed.add('a', drop)).toBe(false);
    expect(failed.of('a')).toEqual([drop]);
    expect(memory.of('a')).toEqual([]);
    const helped = createAdaptationTrial(memory);
    helped.add('a', drop);
    helped.answered('b');
    expect(memory.of('a')).toEqual([]);
    helped.answered('a');
    expect(memory.of('a')).toEqual([drop]);
    expect(createAdaptationTrial(memory).add('a', drop)).toBe(false);
  });
});
