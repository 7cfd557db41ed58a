import { expect, it, vi } from 'vitest';
import { installLiteLlm } from './install-litellm.ts';

it('says in one line that LiteLLM takes no part where there is no Python', () => {
  vi.stubEnv('PATH', '');
  const said: string[] = [];
  expect(installLiteLlm((line) => said.push(line))).toBe(null);
  expect(said).toEqual([expect.stringContaining('there is no Python')]);
});
