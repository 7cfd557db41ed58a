import { describe, expect, it } from 'vitest';
import { pseudonymise } from './pseudonym.ts';

describe('pseudonymise', () => {
  it('gives the same person the same pseudonym, and others another', async () => {
    const one = await pseudonymise('secret', '1001');
    expect(one).toMatch(/^[0-9a-f]{12}$/);
    expect(await pseudonymise('secret', '1001')).toBe(one);
    expect(await pseudonymise('secret', '1002')).not.toBe(one);
  });

  it('depends on the secret, also after another secret was used', async () => {
    const one = await pseudonymise('secret', '1001');
    expect(await pseudonymise('other secret', '1001')).not.toBe(one);
    expect(await pseudonymise('secret', '1001')).toBe(one);
  });

  it('keeps secrets apart that are used at the same time', async () => {
    const both = await Promise.all([pseudonymise('a', '1'), pseudonymise('b', '1'), pseudonymise('a', '1')]);
    expect(both[0]).toBe(both[2]);
    expect(both[0]).not.toBe(both[1]);
  });
});
