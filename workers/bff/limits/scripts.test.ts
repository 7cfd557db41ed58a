import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ADMIT, EXTEND, RENEW, SETTLE } from './scripts.ts';

describe('the Redis scripts', () => {
  it.each(Object.entries({ ADMIT, SETTLE, RENEW, EXTEND }))(
    '%s stands beside its own SHA-1',
    (_name, script) => {
      expect(createHash('sha1').update(script.text).digest('hex')).toBe(script.sha1);
    },
  );
});
