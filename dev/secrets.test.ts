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
    ['an Upstash token', `UPSTASH_REDIS_REST_TOKEN: '${random(56)}',`],
    ['an Upstash token', `"UPSTASH_REDIS_REST_TOKEN": "${random(54)}=="`],
    ['a Redis password', `redis-cli --tls -u rediss://default:${random(40)}@eu1-x.upstash.io:6379`],
    ['a shared secret', `WORKER_SHARED_SECRET=${random(43)}=`],
    ['a shared secret', `"WORKER_SHARED_SECRET_PREVIOUS": "${random(43)}="`],
    ['a Discord bot token', `M${random(25)}.${random(6)}.${random(38)}`],
    ['a Discord bot token', `M${random(25)}.${random(6)}.${random(26)}-`],
    ['a database password', `postgresql://owner:${random(16)}@ep-x.neon.tech/db`],
    ['a database password', `postgresql+asyncpg://owner:npg_${random(12)}@ep-x.neon.tech/db`],
    ['a database password', `postgres://owner:${random(8)}@db.example.com:5432/app`],
  ])('finds %s', (name, text) => {
    expect(findCredentials(`first\n${text}`)).toEqual([{ line: 2, name }]);
  });

  it('leaves fakes of the right form alone', () => {
    const fakes = [
      'UPSTASH_REDIS_REST_TOKEN=fake-upstash-token-that-is-as-long-as-a-real-one-would-be',
      'OPENAI_API_KEY=fake-provider-key',
      'WORKER_SHARED_SECRET=fake-secret-fake-secret-fake-secret-fake',
      'rediss://default:PASSWORD@NAME.upstash.io:6379',
      'postgresql://fake_user:fake_password@ep-fake-name-123456.eu-central-1.aws.neon.tech/libra',
      'postgres://USER:PASSWORD@HOST/DATABASE',
      'postgres://libra:librarian@127.0.0.1:5439/postgres',
    ];
    expect(findCredentials(fakes.join('\n'))).toEqual([]);
  });
});
