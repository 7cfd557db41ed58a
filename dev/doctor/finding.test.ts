import { expect, it } from 'vitest';
import { failed, findingFor, ok, standIn } from './finding.ts';

it('says nothing of stand-ins of a deployment: it has none, and a secret may be at Cloudflare alone', () => {
  const finding = standIn('Postgres', 'DATABASE_URL');
  expect(findingFor('development', finding)).toEqual(finding);
  expect(findingFor('staging', finding)).toEqual({
    part: 'Postgres',
    state: 'untried',
    seen: 'not in .staging.vars, so it was not tried',
    advice: 'set DATABASE_URL',
  });
});

it('names the next step as it is typed for the environment', () => {
  expect(
    findingFor('staging', failed('Postgres', '2 migrations are missing', 'npm run migrate')).advice,
  ).toBe('LIBRA_ENV=staging npm run migrate');
  expect(findingFor('staging', ok('clock', 'right'))).toEqual(ok('clock', 'right'));
});
