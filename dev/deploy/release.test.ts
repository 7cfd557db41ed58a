import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { fingerprint, fingerprintSources } from './release.ts';
import type { Target } from './targets.ts';

const target = (secrets: Record<string, string>, vars: Record<string, string> = {}): Target => ({
  worker: 'llm',
  name: 'libra-llm',
  isPublic: false,
  config: {
    name: 'libra-llm',
    main: '/somewhere/index.ts',
    assets: { directory: '/somewhere/dist', binding: 'ASSETS' },
    vars,
  },
  migrationTag: undefined,
  secrets,
  needs: [],
});

it('is another release with another secret, variable or source, and the same from another folder', () => {
  const release = fingerprint('a', [target({ OPENAI_API_KEY: 'old' })]);
  expect(release).toMatch(/^[0-9a-f]{16}$/);
  const elsewhere = target({ OPENAI_API_KEY: 'old' });
  elsewhere.config.main = '/elsewhere/index.ts';
  elsewhere.config.assets = { directory: '/elsewhere/dist', binding: 'ASSETS' };
  expect(fingerprint('a', [elsewhere])).toBe(release);
  expect(fingerprint('a', [target({ OPENAI_API_KEY: 'new' })])).not.toBe(release);
  expect(fingerprint('a', [target({ OPENAI_API_KEY: 'old' }, { X: '1' })])).not.toBe(release);
  expect(fingerprint('b', [target({ OPENAI_API_KEY: 'old' })])).not.toBe(release);
});

it('knows the sources of a folder that git knows nothing of, and what ships from what does not', () => {
  const root = mkdtempSync(join(tmpdir(), 'libra-release-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const write = (file: string, text = '') => {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  };
  write('package-lock.json');
  write('workers/bot/index.ts');
  write('shared/chat/read.ts', 'a');
  const before = fingerprintSources(root);
  for (const file of [
    'workers/bot/index.test.ts',
    'workers/voice/page/dist/page.js',
    'workers/.DS_Store',
    'docs/x.md',
  ])
    write(file, 'more');
  expect(fingerprintSources(root)).toBe(before);
  write('shared/chat/read.ts', 'b');
  expect(fingerprintSources(root)).not.toBe(before);
});
