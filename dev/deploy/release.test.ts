import { expect, it } from 'vitest';
import { fingerprint } from './release.ts';
import type { Target } from './targets.ts';

const target = (secrets: Record<string, string>, vars: Record<string, string> = {}): Target => ({
  worker: 'llm',
  name: 'libra-llm',
  isPublic: false,
  config: { name: 'libra-llm', main: '/somewhere/index.ts', vars },
  migrationTag: undefined,
  secrets,
  needs: [],
});

it('is another release with another secret, variable or source, and the same from another folder', () => {
  const release = fingerprint('a', [target({ OPENAI_API_KEY: 'old' })]);
  expect(release).toMatch(/^[0-9a-f]{16}$/);
  const elsewhere = target({ OPENAI_API_KEY: 'old' });
  elsewhere.config.main = '/elsewhere/index.ts';
  expect(fingerprint('a', [elsewhere])).toBe(release);
  expect(fingerprint('a', [target({ OPENAI_API_KEY: 'new' })])).not.toBe(release);
  expect(fingerprint('a', [target({ OPENAI_API_KEY: 'old' }, { X: '1' })])).not.toBe(release);
  expect(fingerprint('b', [target({ OPENAI_API_KEY: 'old' })])).not.toBe(release);
});
