import { describe, expect, it } from 'vitest';
import { OPERATOR_RIGHTS } from '../../../shared/contract/operator.ts';
import { createUploadGate } from '../../../shared/http/upload-gate.ts';
import { createLogger } from '../../../shared/observe/log.ts';
import { createNonceBook } from '../../../shared/signing/nonce-book.ts';
import { createRequestSigner } from '../../../shared/signing/sign.ts';
import { createRequestVerifier } from '../../../shared/signing/verify.ts';
import type { ApiKeyRecord } from '../access/api-keys.ts';
import type { Services } from '../services.ts';
import { type OperatorAdmitted, requireOperator } from './access.ts';

const SECRET = 'a secret that is long enough to be one';
const NOW_MS = Date.now();

interface Asked {
  operator: unknown;
  right?: Parameters<typeof requireOperator>[2];
  key?: Partial<ApiKeyRecord>;
}

/** What the console is told that asks for an operator, of whose key the database knows this. */
async function ask({ operator, right = 'read', key = {} }: Asked): Promise<OperatorAdmitted<unknown>> {
  const request = await createRequestSigner({ secret: SECRET, name: 'console' }).sign(
    'https://bff.libra.internal/v1/admin/look',
    { body: JSON.stringify({ operator, ask: {} }) },
  );
  const known = { id: 7, callsPerMin: 1, settings: { operator: ['read'] }, endsAtMs: null, ...key };
  const services = {
    // Redis is out: the nonces of this isolate decide.
    config: { redis: { url: 'http://127.0.0.1:1', token: 't' } },
    consoleVerifier: createRequestVerifier({ secrets: [SECRET], accept: 'console' }),
    nonces: createNonceBook(10),
    uploads: createUploadGate(),
    log: createLogger({ worker: 'bff', write: () => {} }),
    now: () => NOW_MS,
    apiKeys: { look: async () => ({ kind: 'found', key: known }) },
  } as unknown as Services;
  return requireOperator(request, services, right, (value) => ({ ok: true, value }));
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

it('the console itself may look, and do nothing else', async () => {
  expect(await statusOf({ operator: null })).toBe(200);
  for (const right of OPERATOR_RIGHTS.filter((right) => right !== 'read'))
    expect(await statusOf({ operator: null, right })).toBe(403);
  for (const operator of [undefined, '7', 1.5]) expect(await statusOf({ operator })).toBe(400);
});
