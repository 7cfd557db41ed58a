import { afterEach, expect, it, vi } from 'vitest';
import { createErrorBody } from '../../../../shared/contract/error-body.ts';
import type { ErrorCode } from '../../../../shared/errors.ts';
import { admit } from './admission.ts';

afterEach(() => void vi.unstubAllGlobals());

it.each<[ErrorCode, number, string]>([
  ['unauthorized', 401, 'link_used'],
  ['budget_user', 429, 'time_used'],
  ['rate_limited', 429, 'unreachable'],
  ['internal', 500, 'unreachable'],
])('knows why it is not admitted: %s', async (code, status, why) => {
  vi.stubGlobal('fetch', async () => Response.json(createErrorBody(code), { status }));
  expect(await admit('a token')).toEqual({ kind: 'not_admitted', why });
});

it('cannot be admitted where nobody answers', async () => {
  vi.stubGlobal('fetch', async () => Promise.reject(new TypeError('no connection')));
  expect(await admit('a token')).toEqual({ kind: 'not_admitted', why: 'unreachable' });
  vi.stubGlobal('fetch', async () => new Response('<html>', { status: 429 }));
  expect(await admit('a token')).toEqual({ kind: 'not_admitted', why: 'unreachable' });
});
