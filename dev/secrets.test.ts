import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { findCredentials } from './secrets.ts';

// Made at run time: a literal here would be found by the scan itself.
const random = (length: number) => randomBytes(length).toString('hex').slice(0, length);

describe('findCredentials', () => {
  it.each([
    ['an OpenAI key', `OPENAI_API_KEY=sk-${random(48)}`],
    ['a Libra API key', `key: lb-${random(43)}`],
    ['a private key', ['-----BEGIN', 'PRIVATE KEY-----'].join(' ')],
    ['an Upstash token', `UPSTASH_REDIS_REST_TOKEN=${random(56)}`],
    ['a Discord bot token', `M${random(25)}.${random(6)}.${random(38)}`],
    ['a database password', `postgresql://owner:${random(16)}@ep-x.neon.tech/db`],
  ])('finds %s', (name, text) => {
    expect(findCredentials(`first\n${text}`)).toEqual([{ line: 2, name }]);
  });

  it('leaves fakes of the right form alone', () => {
    expect(
      findCredentials('UPSTASH_REDIS_REST_TOKEN=fake-upstash-token\nOPENAI_API_KEY=fake-provider-key'),
    ).toEqual([]);
  });
});
