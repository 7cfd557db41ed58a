import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { readDevVars, readLocalVars } from './dev-vars.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'libra-vars-'));
});
afterEach(() => {
  rmSync(root, { recursive: true });
  vi.unstubAllEnvs();
});

const write = (file: string, text: string) => writeFileSync(join(root, file), text);
const DATABASE = 'DATABASE_URL=postgres://u:p@ep-a.aws.neon.tech/libra\n';

it('never reads the file of another environment', () => {
  write('.dev.vars', 'LLM_CALLS_PER_MIN=7');
  expect(() => readDevVars({ root, environment: 'production' })).toThrow('There is no .production.vars,');
  write('.production.vars', 'LLM_CALLS_PER_MIN=9');
  expect(readDevVars({ root, environment: 'production' }).overrides.LLM_CALLS_PER_MIN).toBe('9');
  expect(readDevVars({ root }).overrides.LLM_CALLS_PER_MIN).toBe('7');
});

it('takes the text of LIBRA_VARS for a deployment whose file is not there, and for nothing else', () => {
  vi.stubEnv('LIBRA_VARS', 'LLM_CALLS_PER_MIN=8');
  expect(readDevVars({ root, environment: 'staging' }).overrides.LLM_CALLS_PER_MIN).toBe('8');
  expect(readDevVars({ root }).overrides).toEqual({});
  write('.staging.vars', 'LLM_CALLS_PER_MIN=9');
  expect(readDevVars({ root, environment: 'staging' }).overrides.LLM_CALLS_PER_MIN).toBe('9');
});

it('takes LIBRA_VARS as base64, too, for a form that has one line', () => {
  const text = '# a comment\nLLM_CALLS_PER_MIN=8\nOPENAI_BASE_URL=https://a.example/v1\nOPENAI_API_KEY=k';
  const base64 = Buffer.from(text).toString('base64');
  for (const form of [text, base64, base64.replace(/.{76}/g, '$&\n')]) {
    vi.stubEnv('LIBRA_VARS', `${form}\n`);
    const settings = readDevVars({ root, environment: 'staging' });
    expect(settings.overrides.LLM_CALLS_PER_MIN).toBe('8');
    expect(settings.openai?.apiKey).toBe('k');
  }
});

it('says where LIBRA_VARS has to be set when it is empty, in a build at Cloudflare as well', () => {
  vi.stubEnv('LIBRA_VARS', '');
  expect(() => readDevVars({ root, environment: 'staging' })).toThrow('LIBRA_VARS does not hold its text');
  expect(() => readDevVars({ root, environment: 'staging' })).toThrow('npm run setup -- --env staging');
  vi.stubEnv('WORKERS_CI', '1');
  expect(() => readDevVars({ root, environment: 'staging' })).toThrow('build variables and secrets');
});

it('names the file that needs a correction', () => {
  write('.production.vars', 'LLM_CALLS_PER_MIN=many');
  expect(() => readDevVars({ root, environment: 'production' })).toThrow(
    /^\.production\.vars needs a correction/,
  );
});

it('refuses to work on this machine with the data of a deployment', () => {
  write('.production.vars', DATABASE);
  write('.dev.vars', DATABASE);
  expect(() => readLocalVars({ root })).toThrow('DATABASE_URL: the same as in .production.vars');
  expect(() => readLocalVars({ root })).not.toThrow('ep-a');
});

it('says loudly that a deployment pays', () => {
  write('.production.vars', `${DATABASE}OPENAI_API_KEY=k`);
  write('.dev.vars', 'OPENAI_API_KEY=k');
  const lines: string[] = [];
  expect(readLocalVars({ root, needsKeys: true, warn: (line) => lines.push(line) }).openai?.apiKey).toBe('k');
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain('OPENAI_API_KEY in .dev.vars: the same as in .production.vars');
});

it('does not run on this machine what was meant for a deployment', () => {
  vi.stubEnv('LIBRA_ENV', 'production');
  expect(() => readLocalVars({ root })).toThrow('LIBRA_ENV is set');
});

it('reads files that an editor has put a byte order mark before', () => {
  write('.dev.vars', `\uFEFF${DATABASE}`);
  write('.production.vars', `\uFEFFLLM_CALLS_PER_MIN=9\n${DATABASE}`);
  expect(readDevVars({ root }).database?.kind).toBe('neon');
  expect(readDevVars({ root, environment: 'production' }).overrides.LLM_CALLS_PER_MIN).toBe('9');
  expect(() => readLocalVars({ root })).toThrow('the data of production');
  write('catalogue.json', '\uFEFF{"providers": 1}');
  expect(() => readDevVars({ root })).toThrow(/catalogue\.json.*providers/s);
});

it('takes a variable of the surroundings as it is, whatever stands in it', () => {
  for (const url of ["postgres://u:p#'x@127.0.0.1/libra", 'postgres://u:p"\\n`x@127.0.0.1/libra']) {
    const { database } = readDevVars({ root, set: { DATABASE_URL: url } });
    expect(database?.url).toBe(url.replace('postgres:', 'postgresql:'));
  }
});
