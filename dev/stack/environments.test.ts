import { spawnSync } from 'node:child_process';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { PROJECT_ROOT } from './build.ts';
import {
  adviseFor,
  checkEnvironment,
  chosenEnvironment,
  environmentOf,
  findSharedValues,
  varsFileOf,
} from './environments.ts';

afterEach(() => void vi.unstubAllEnvs());

it('gives each environment a file of its own', () => {
  expect(['development', 'production', 'staging'].map(varsFileOf)).toEqual([
    '.dev.vars',
    '.production.vars',
    '.staging.vars',
  ]);
  expect(
    ['.dev.vars', '.production.vars', '.dev.vars.example', 'production.vars'].map(environmentOf),
  ).toEqual(['development', 'production', undefined, undefined]);
});

it('works on the local stack unless LIBRA_ENV names another environment', () => {
  expect(chosenEnvironment()).toBe('development');
  vi.stubEnv('LIBRA_ENV', 'production');
  expect(chosenEnvironment()).toBe('production');
  vi.stubEnv('LIBRA_ENV', '../other');
  expect(chosenEnvironment).toThrow("'../other' is no environment");
  expect(() => checkEnvironment('dev')).toThrow();
});

it.each(['deploy', 'rollback', 'setup'])(
  'npm run %s works on what LIBRA_ENV names, unless --env does',
  (program) => {
    const run = (...args: string[]) =>
      spawnSync(process.execPath, [`dev/${program}.ts`, ...args], {
        cwd: PROJECT_ROOT,
        encoding: 'utf8',
        env: { ...process.env, LIBRA_ENV: '../elsewhere' },
      });
    expect(run().stderr).toContain("'../elsewhere' is no environment");
    expect(run('--env', '../here').stderr).toContain("'../here' is no environment");
  },
);

it('finds by which variables the local stack would work on the data or the money of production', () => {
  const production =
    'DATABASE_URL=postgres://a\nOPENAI_API_KEY=k\nLLM_CALLS_PER_MIN=20\nUPSTASH_REDIS_REST_URL=https://a';
  const development =
    'DATABASE_URL="postgres://a"\nOPENAI_API_KEY=k\nLLM_CALLS_PER_MIN=20\nUPSTASH_REDIS_REST_URL=https://b';
  expect(findSharedValues(development, production)).toEqual({
    data: ['DATABASE_URL'],
    money: ['OPENAI_API_KEY'],
  });
  expect(findSharedValues('DATABASE_URL=\n', 'DATABASE_URL=\n')).toEqual({ data: [], money: [] });
});

describe('an advice', () => {
  it('names a command as it is typed for a deployment', () => {
    expect(adviseFor('staging', 'a table is missing: npm run migrate.')).toBe(
      'a table is missing: LIBRA_ENV=staging npm run migrate.',
    );
    expect(
      adviseFor('staging', 'npx wrangler tail libra-bot shows why; npm run deploy if it is not there'),
    ).toBe(
      'npx wrangler tail libra-bot-staging shows why; npm run deploy -- --env staging if it is not there',
    );
    expect(adviseFor('production', 'npm run deploy, then npm run doctor')).toBe(
      'npm run deploy, then LIBRA_ENV=production npm run doctor',
    );
  });

  it('is left as it is for the stack on this machine, and where the environment is named already', () => {
    expect(adviseFor('development', 'npm run migrate')).toBe('npm run migrate');
    const named = 'LIBRA_ENV=staging npm run migrate';
    expect(adviseFor('staging', named)).toBe(named);
    expect(adviseFor('staging', 'libra-bot-staging is red')).toBe('libra-bot-staging is red');
  });
});
