import { describe, expect, it } from 'vitest';
import { OPERATOR_RIGHTS } from '../../../shared/contract/operator.ts';
import { createUploadGate } from '../../../shared/http/upload-gate.ts';
import { createLogger } from '../../../shared/observe/log.ts';
import { createNonceBook, type NonceBook } from '../../../shared/signing/nonce-book.ts';
import { createRequestSigner } from '../../../shared/signing/sign.ts';
import { createRequestVerifier } from '../../../shared/signing/verify.ts';
import type { ApiKeyRecord } from '../access/api-keys.ts';
import type { Services } from '../services.ts';
import { type OperatorAdmitted, requireOperator } from './access.ts';

const SECRET = 'a secret that is long enough to be one';
const NOW_MS = Date.now();

interface Asked {
  operator: unknown;
  /** What the directory says, in the place of a key. */
  look?: 'unknown' | 'unavailable';
  parse?: Parameters<typeof requireOperator>[3];
  lines?: string[];
  nonces?: NonceBook;
  right?: Parameters<typeof requireOperator>[2];
  key?: Partial<ApiKeyRecord>;
}

/** What the console is told that asks for an operator, of whose key the database knows this. */
async function ask({
  operator,
  right = 'read',
  key = {},
  look,
  parse = (value) => ({ ok: true, value }),
  lines = [],
  nonces = createNonceBook(10),
}: Asked): Promise<OperatorAdmitted<unknown>> {
  const request = await createRequestSigner({ secret: SECRET, name: 'console' }).sign(
    'https://bff.libra.internal/v1/admin/look',
    { body: JSON.stringify({ operator, ask: {} }) },
  );
  const known = { id: 7, callsPerMin: 1, settings: { operator: ['read'] }, endsAtMs: null, ...key };
  const services = {
    // Redis is out: the nonces of this isolate decide.
    config: { redis: { url: 'http://127.0.0.1:1', token: 't' } },
    consoleVerifier: createRequestVerifier({ secrets: [SECRET], accept: 'console' }),
    nonces,
    uploads: createUploadGate(),
    log: createLogger({ worker: 'bff', write: (line) => lines.push(line) }),
    now: () => NOW_MS,
    apiKeys: { look: async () => (look === undefined ? { kind: 'found', key: known } : { kind: look }) },
  } as unknown as Services;
  return requireOperator(request, services, right, parse);
}

async function statusOf(asked: Asked): Promise<number> {
  const admitted = await ask(asked);
  return admitted.ok ? 200 : admitted.response.status;
}

describe('a session of the console', () => {
  it('may do what its operator’s key may, and nothing else', async () => {
    expect(await statusOf({ operator: 7 })).toBe(200);
    expect(await statusOf({ operator: 7, right: null })).toBe(200);
    expect(await statusOf({ operator: 7, right: 'settings' })).toBe(403);
    expect(await statusOf({ operator: 7, right: null, key: { settings: {} } })).toBe(403);
  });

  it('may do nothing any more once the key has ended', async () => {
    expect(await statusOf({ operator: 7, key: { endsAtMs: NOW_MS + 1 } })).toBe(200);
    for (const right of ['read', null] as const)
      expect(await statusOf({ operator: 7, right, key: { endsAtMs: NOW_MS } })).toBe(403);
  });
});

describe('what the console asks', () => {
  it('is for nobody whose key is not known, and for later while that cannot be found out', async () => {
    expect(await statusOf({ operator: 7, look: 'unknown' })).toBe(401);
    expect(await statusOf({ operator: 7, look: 'unavailable' })).toBe(503);
  });

  it('is done once, though it is sent again', async () => {
    const nonces = { ...createNonceBook(10), spend: () => 'replayed' as const };
    expect(await statusOf({ operator: 7, nonces })).toBe(401);
  });

  it('is not done when it cannot be read', async () => {
    const parse = () => ({ ok: false, code: 'invalid_request', param: 'day' }) as const;
    expect(await statusOf({ operator: 7, parse })).toBe(400);
  });

  it('is logged where it is refused for want of a right', async () => {
    const lines: string[] = [];
    await ask({ operator: 7, right: 'settings', lines });
    expect(lines.join()).toContain('operator.refused');
  });
});

it('the console itself may look, and do nothing else', async () => {
  expect(await statusOf({ operator: null })).toBe(200);
  for (const right of OPERATOR_RIGHTS.filter((right) => right !== 'read'))
    expect(await statusOf({ operator: null, right })).toBe(403);
  for (const operator of [undefined, '7', 1.5]) expect(await statusOf({ operator })).toBe(400);
});
