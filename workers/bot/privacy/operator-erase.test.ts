import { beforeEach, describe, expect, it } from 'vitest';
import { type Spoil, signCall } from '../../../dev/sign/signed-call.ts';
import { OPERATOR_ERASE_PATH } from '../../../shared/contract/routes.ts';
import { createUploadGate } from '../../../shared/http/upload-gate.ts';
import { createLogger } from '../../../shared/observe/log.ts';
import type { RemovalEvent } from './due-erasure.ts';
import { handleOperatorErase } from './operator-erase.ts';

const NOW_MS = Date.UTC(2026, 10, 29);
const USER = '200000000000000001';
const SECRET = 'fake'.repeat(10);

let begun: RemovalEvent[];
let refusals: string[];
let lines: string[];
let isObjectOut: boolean;
beforeEach(() => {
  [begun, refusals, lines, isObjectOut] = [[], [], [], false];
});

async function post(body: string, spoil?: Spoil, nowMs = NOW_MS): Promise<Response> {
  const call = await signCall({
    secret: SECRET,
    signer: 'bot',
    url: `https://bot.example${OPERATOR_ERASE_PATH}`,
    body,
    now: () => NOW_MS,
    ...(spoil === undefined ? {} : { spoil }),
  });
  return handleOperatorErase(new Request(call.url, call), {
    sharedSecret: SECRET,
    uploads: createUploadGate(),
    noteRefusal: async (_request, _log, { reason }) => void refusals.push(reason),
    services: {
      now: () => nowMs,
      log: createLogger({ worker: 'bot', write: (line) => lines.push(line) }),
      traceparent: '',
      personErasure: (userId) => ({
        begin: async (event) => {
          if (isObjectOut) throw new Error('unreachable');
          expect(event.userId).toBe(userId);
          begun.push(event);
          return 'accepted';
        },
      }),
    },
  });
}

describe('an erasure that an operator orders', () => {
  it('is written down, dated by its signature, so that a copy of the request erases nothing later', async () => {
    expect((await post(JSON.stringify({ user_id: USER }))).status).toBe(202);
    expect((await post(JSON.stringify({ user_id: USER }), undefined, NOW_MS + 240_000)).status).toBe(202);
    expect(begun.map(({ eventAtMs }) => eventAtMs)).toEqual([NOW_MS, NOW_MS]);
    expect(lines.join()).not.toContain(USER);
  });

  it.each(['forged', 'stale', 'tampered', 'redigested', 'unknown-key', 'wrong-signer', 'unsigned'] as const)(
    'is refused with a signature that is %s',
    async (spoil) => {
      expect((await post(JSON.stringify({ user_id: USER }), spoil)).status).toBe(401);
      expect(begun).toEqual([]);
      expect(refusals).toHaveLength(1);
    },
  );

  it.each(['{}', 'no JSON', '{"user_id":"me"}', '{"user_id":200000000000000001}'])(
    'names a person: %s',
    async (body) => {
      expect((await post(body)).status).toBe(400);
      expect(begun).toEqual([]);
    },
  );

  it('is not acknowledged before it is written down', async () => {
    isObjectOut = true;
    expect((await post(JSON.stringify({ user_id: USER }))).status).toBeGreaterThanOrEqual(500);
  });
});
