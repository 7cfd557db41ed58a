import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { neon } from '@neondatabase/serverless';
import { describe, expect, it } from 'vitest';
import { findFreePort } from '../stand-in/free-port.ts';
import { explain } from './explain.ts';
import { MigrationFailedError } from './migrate.ts';

const caught = (work: () => Promise<unknown>) =>
  work().then(
    () => expect.fail('it succeeded'),
    (error: unknown) => error,
  );

describe('explain', () => {
  it('says in one sentence that a database cannot be reached, without its password', async () => {
    const url = `postgresql://libra:a-password@127.0.0.1:${await findFreePort()}/libra`;
    const sql = neon(url, { fetchEndpoint: `http://127.0.0.1:${await findFreePort()}/sql` } as object);
    const said = explain(await caught(() => sql.query('SELECT 1')));
    expect(said).toMatch(/^The database of DATABASE_URL cannot be reached( \(\w+\))?: /);
    expect(said).toContain('npm run doctor');
    expect(said).not.toMatch(/a-password|\n/);
  });

  it('names the host of any other service that cannot be reached', async () => {
    const port = await findFreePort();
    const said = explain(await caught(() => fetch(`http://127.0.0.1:${port}/`)));
    expect(said).toMatch(new RegExp(`^127.0.0.1:${port} cannot be reached \\(ECONNREFUSED\\)`));
    expect(said).not.toContain('\n');
  });

  it('calls a full disk a full disk, however deep it lies', () => {
    const full = Object.assign(new Error('ENOSPC: no space left on device, write'), {
      code: 'ENOSPC',
      path: '/data/log.jsonl',
    });
    expect(explain(full)).toBe(
      'The disk is full (/data/log.jsonl could not be written): make room, then try again.',
    );
    expect(explain(new Error('could not start', { cause: full }))).toContain('The disk is full');
    expect(explain(new Error('could not extend file: No space left on device'))).toContain(
      'The disk is full',
    );
  });

  it('names a folder that may not be written', () => {
    const error = Object.assign(new Error('EACCES'), { code: 'EACCES', path: '/data/lock' });
    expect(explain(error)).toContain('/data/lock may not be read or written');
  });

  it('names a file or a program that is not there', () => {
    const missing = (syscall: string, code = 'ENOENT') =>
      Object.assign(new Error(`${code}: words`), { code, syscall, path: 'catalogue.json' });
    expect(explain(missing('open'))).toBe('There is no catalogue.json: is the name right?');
    expect(explain(missing('read', 'EISDIR'))).toBe('catalogue.json is a folder: name a file.');
    expect(explain(missing('mkdir'))).toContain('catalogue.json cannot be made');
    for (const code of ['EEXIST', 'ENOTDIR'])
      expect(explain(missing('mkdir', code))).toContain('a file is in its place');
    expect(explain(missing('spawn catalogue.json'))).toContain('The program catalogue.json is not installed');
  });

  it('names a folder in the place of a file, and an address that is none, without calling it a bug', async () => {
    expect(explain(await caught(async () => readFileSync(tmpdir())))).toBe(
      'What should be a file is a folder: name a file.',
    );
    for (const work of [async () => new URL('example.com'), () => fetch('null/health')])
      expect(explain(await caught(work))).toBe(
        'An address that was given is none: it begins with https:// or http://.',
      );
  });

  it('says nothing of an address or a key that cannot be sent but that', async () => {
    const withPassword = await caught(() => fetch('http://user:a-password@127.0.0.1/'));
    expect(explain(withPassword)).toBe(
      'An address that was given holds a user name or a password: leave them out.',
    );
    for (const authorization of ['Bearer a-secret\nof two lines', 'Bearer a-secret\0', 'Bearer 비밀'])
      expect(explain(await caught(() => fetch('http://127.0.0.1/', { headers: { authorization } })))).toBe(
        'A key or a token that was given holds a character that none has, such as a line break: copy it again.',
      );
  });

  it('turns what PostgreSQL refuses into the next step', () => {
    const refusal = (code: string) =>
      Object.assign(new Error('words of PostgreSQL'), { name: 'NeonDbError', code });
    expect(explain(refusal('28P01'))).toContain('Copy DATABASE_URL again');
    expect(explain(refusal('42703'))).toContain('npm run migrate');
    expect(explain(refusal('22012'))).toBe('The database refuses: words of PostgreSQL (22012)');
  });

  it('says that a login is refused, not that PostgreSQL is away, and no less of a pipe that broke', () => {
    const below = (code: string) =>
      Object.assign(
        new Error('PostgreSQL cannot be reached: words', {
          cause: Object.assign(new Error('words'), { code }),
        }),
        {
          name: 'DatabaseUnreachableError',
        },
      );
    expect(explain(below('28P01'))).toBe(
      'The database refuses: the login is refused. Copy DATABASE_URL again, with its password.',
    );
    expect(explain(below('3D000'))).toContain('there is no database of that name');
    expect(explain(below('EPIPE'))).toContain('cannot be reached (EPIPE)');
  });

  it('names the migration that failed, and what of it is left, before the reason', () => {
    const refusal = Object.assign(new Error('relation "x" exists'), { name: 'NeonDbError', code: '42P07' });
    expect(explain(new MigrationFailedError('0042_more', refusal))).toBe(
      'Migration 0042_more failed and left nothing behind; those before it are applied. The database refuses: relation "x" exists (42P07)',
    );
  });

  it('shows a stack trace for a bug alone', () => {
    expect(explain(new Error('There is no .production.vars.'))).toBe('There is no .production.vars.');
    expect(explain(new TypeError('x is not a function'))).toMatch(
      /^This is a bug of Libra: TypeError: x is .*\n {4}at /,
    );
  });
});
