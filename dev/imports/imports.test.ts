import { describe, expect, it } from 'vitest';
import { findBreaches } from './breaches.ts';
import { findCycles } from './cycles.ts';
import { type Import, readImports } from './read.ts';

const read = (from: string, text: string, files: readonly string[] = []) =>
  readImports(from, text, (path) => files.includes(path));
const edge = (from: string, to: string, kind: Import['kind'] = 'file'): Import => ({ from, to, kind });
const rulesOf = (...given: Parameters<typeof edge>) =>
  findBreaches(edge(...given)).map((line) => line.split(':')[0]);

describe('readImports', () => {
  it('sees every way to import, types included', () => {
    const text = `
      import { a } from './a.ts';
      import type { B } from '../b.ts';
      import './c.ts';
      export { d } from './d.ts';
      export * from './e.ts';
      export type { F } from './f.ts';
      const g = await import('./g.ts');
      type H = import('./h.ts').H;
      import x from '@scope/name/deep';
      import { z } from 'zod/v4';
      import { join } from 'node:path';
      import { DurableObject } from 'cloudflare:workers';`;
    const files = [
      'shared/x/a.ts',
      'shared/b.ts',
      ...'cdefgh'.split('').map((name) => `shared/x/${name}.ts`),
    ];
    const found = read('shared/x/it.ts', text, files);
    expect(
      found
        .filter(({ kind }) => kind === 'file')
        .map(({ to }) => to)
        .sort(),
    ).toEqual([...files].sort());
    expect(found.filter(({ kind }) => kind !== 'file').map(({ to, kind }) => [to, kind])).toEqual([
      ['@scope/name', 'package'],
      ['zod', 'package'],
      ['node:path', 'node'],
      ['cloudflare:workers', 'cloudflare'],
    ]);
  });

  it('takes nothing for an import that is a text or a comment', () => {
    expect(read('shared/x.ts', "// from './a.ts'\nconst text = \"import './a.ts'\";")).toEqual([]);
  });
});

describe('the import law', () => {
  it.each([
    ['workers-meet-in-shared', 'workers/bot/a.ts', 'workers/bff/b.ts'],
    ['shared-is-a-leaf', 'shared/a.ts', 'workers/bot/b.ts'],
    ['shared-is-a-leaf', 'shared/a.ts', 'k6/b.ts'],
    ['shipped-code-ships-alone', 'workers/bot/a.ts', 'dev/b.ts'],
    ['nobody-imports-an-entry', 'dev/a.ts', 'workers/bot/index.ts'],
    ['bot-discord-is-the-ground', 'workers/bot/discord/a.ts', 'workers/bot/message/b.ts'],
    ['bot-message-is-below-delivery', 'workers/bot/message/a.ts', 'workers/bot/delivery/b.ts'],
    ['bot-delivery-is-below-commands', 'workers/bot/delivery/a.ts', 'workers/bot/app.ts'],
  ])('%s: %s → %s', (rule, from, to) => expect(rulesOf(from, to)).toContain(rule));

  it('keeps Node out of what ships, and libraries out of shared/', () => {
    expect(rulesOf('workers/bot/a.ts', 'node:fs', 'node')).toEqual(['workers-have-no-node']);
    expect(rulesOf('shared/a.ts', 'node:fs', 'node')).toEqual(['shared-is-pure']);
    expect(rulesOf('shared/a.ts', 'zod', 'package')).toEqual(['shared-is-pure']);
    expect(rulesOf('shared/a.ts', 'http-message-sig', 'package')).toEqual([]);
    expect(rulesOf('dev/a.ts', 'dev/gone.ts', 'nowhere')).toEqual(['not-to-unresolvable']);
  });

  it('lets through what points down', () => {
    expect(rulesOf('workers/bot/delivery/a.ts', 'workers/bot/message/b.ts')).toEqual([]);
    expect(rulesOf('workers/bff/a.ts', 'shared/b.ts')).toEqual([]);
    expect(rulesOf('dev/a.ts', 'workers/bot/app.ts')).toEqual([]);
  });
});

it('names the files of a cycle in order', () => {
  expect(findCycles([edge('a', 'b'), edge('b', 'c'), edge('c', 'a'), edge('c', 'd')])).toEqual([
    ['a', 'b', 'c', 'a'],
  ]);
  expect(findCycles([edge('a', 'b'), edge('a', 'c'), edge('b', 'd'), edge('c', 'd')])).toEqual([]);
  expect(findCycles([edge('a', 'a')])).toEqual([['a', 'a']]);
});
