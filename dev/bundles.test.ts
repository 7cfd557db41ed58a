import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { importersOf, packageOf, reportBundle } from './bundles.ts';
import { createTemporaryFolder } from './stand-in/temporary-folder.ts';

it.each([
  ['node_modules/zod/v4/core.js', 'zod'],
  ['../node_modules/@upstash/redis/a.mjs', '@upstash/redis'],
  ['node_modules/a/node_modules/@s/b/x.js', '@s/b'],
  ['workers/bot/index.ts', 'libra'],
])('counts %s as part of %s', (input, name) => {
  expect(packageOf(input)).toBe(name);
});

function problemsOf(script: string, inputs: Record<string, { bytesInOutput: number }>): string[] {
  const { path: folder, remove } = createTemporaryFolder('libra-bundle-');
  onTestFinished(remove);
  const [scriptPath, metafilePath] = [join(folder, 'index.js'), join(folder, 'bundle-meta.json')];
  writeFileSync(scriptPath, script);
  writeFileSync(metafilePath, JSON.stringify({ inputs: {}, outputs: { 'index.js': { inputs } } }));
  return reportBundle({ worker: 'logs', scriptPath, metafilePath, config: {} as never }).problems;
}

it('says what a bundle may not hold', () => {
  const own = { 'workers/logs/index.ts': { bytesInOutput: 10 } };
  expect(problemsOf('export default {}', own)).toEqual([]);
  const zod = { ...own, 'node_modules/zod/v4/core.js': { bytesInOutput: 10 } };
  expect(problemsOf('export default {}', zod)).toEqual([expect.stringContaining('zod')]);
  for (const set of ['\\p{RGI_Emoji}', '\\p{L}']) {
    expect(problemsOf(`const pattern = () => /${set}/v;`, own)).toEqual([expect.stringContaining(set)]);
  }
  expect(problemsOf("const letter = lazyPattern('\\\\p{L}', 'u');", own)).toEqual([]);
});

it('names the files that have a package evaluated at the start', () => {
  const path = 'node_modules/openai/index.mjs';
  const inputs = {
    'workers/llm/late.ts': { imports: [{ path: 'workers/llm/client.ts', kind: 'dynamic-import' }] },
    'workers/llm/client.ts': { imports: [{ path, kind: 'import-statement' }] },
    'workers/llm/early.ts': { imports: [{ path, kind: 'import-statement' }] },
    [path]: { imports: [{ path: 'node_modules/openai/client.mjs', kind: 'import-statement' }] },
  };
  expect(importersOf('openai', { inputs })).toEqual(['workers/llm/early.ts']);
});
