import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseThread } from './threads.ts';

it('gives a verdict on any object, and takes no type but a thread’s', () => {
  const source = fc.record(
    {
      name: fc.jsonValue(),
      type: fc.jsonValue(),
      auto_archive_duration: fc.jsonValue(),
      invitable: fc.jsonValue(),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(source, fc.constantFrom('message' as const, 'channel' as const), (body, of) => {
      const verdict = parseThread(body, of);
      expect(verdict.ok ? [10, 11, 12].includes(verdict.thread.type) : verdict.errors !== null).toBe(true);
    }),
  );
});
