import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PROJECT_ROOT } from './stack/build.ts';

const FOLDER = join(PROJECT_ROOT, '.github', 'workflows');
const { scripts } = JSON.parse(readFileSync(join(PROJECT_ROOT, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};

describe.each(readdirSync(FOLDER))('the workflow %s', (file) => {
  const text = readFileSync(join(FOLDER, file), 'utf8');

  it('runs npm scripts that exist', () => {
    const named = [...text.matchAll(/npm (?:run )?(?:-s )?([\w:]+)/g)].map((match) => match[1] ?? '');
    expect(named).toContain('deploy');
    for (const name of named.filter((each) => each !== 'ci')) expect(Object.keys(scripts)).toContain(name);
  });

  it('puts nothing that somebody outside writes into a shell', () => {
    for (const [line] of text.matchAll(/^\s+- run: .*$/gm)) expect(line).not.toContain('${{');
  });

  it('may write nothing to the repository, and reads secrets only where it deploys', () => {
    expect(text).toMatch(/^permissions:\n {2}contents: read$/m);
    const [before = ''] = text.split(/^ {2}deploy:$/m);
    expect(before).not.toContain('secrets.');
  });
});
