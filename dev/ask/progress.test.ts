import { describe, expect, it } from 'vitest';
import { createProgress } from './progress.ts';

function printed(...contents: string[]): string {
  let text = '';
  const progress = createProgress((added) => {
    text += added;
  });
  for (const content of contents) progress(content);
  return text;
}

describe('createProgress', () => {
  it('prints only what is new', () => {
    expect(printed('On', 'Once', 'Once', 'Once upon')).toBe('Once upon');
  });

  it('prints nothing twice when the end of a message moves into the next one', () => {
    expect(printed('One.\n\nTwo', 'One.', 'One.\nTwo and three')).toBe('One.\n\nTwo and three');
  });

  it('starts again on a line of its own when earlier text was rewritten', () => {
    expect(printed('One', 'Two')).toBe('One\nTwo');
  });

  it('leaves out what an answer says of its failure', () => {
    expect(printed('One', 'One\n\n⚠️ It broke.\n-# provider_interrupted')).toBe('One');
  });
});
