import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createUploadGate } from '../../../shared/http/upload-gate.ts';
import { createLogger } from '../../../shared/observe/log.ts';
import type { RemovalEvent } from '../privacy/due-erasure.ts';
import { handleWebhookEvent } from './handle.ts';

const NOW_MS = Date.UTC(2026, 0, 1);
const USER = '200000000000000001';

let keys: CryptoKeyPair;
let publicKey: string;
beforeAll(async () => {
  keys = (await crypto.subtle.generateKey({ name: 'Ed25519' }, true, ['sign', 'verify'])) as CryptoKeyPair;
  publicKey = new Uint8Array((await crypto.subtle.exportKey('raw', keys.publicKey)) as ArrayBuffer).toHex();
});

let begun: RemovalEvent[];
let refusals: { event: string; reason: string }[];
let isObjectOut: boolean;
let lines: string[];
beforeEach(() => {
  [begun, refusals, lines, isObjectOut] = [[], [], [], false];
});

async function sign(body: string, atMs = NOW_MS): Promise<Record<string, string>> {
  const timestamp = String(atMs / 1000);
  const signature = await crypto.subtle.sign(
    { name: 'Ed25519' },
    keys.privateKey,
    new TextEncoder().encode(timestamp + body),
  );
  return {
    'x-signature-ed25519': new Uint8Array(signature).toHex(),
    'x-signature-timestamp': timestamp,
  };
}

async function post(payload: unknown, headers?: Record<string, string>): Promise<Response> {
  const body = typeof payload === 'string' ? payload : JSON.stringify(payload);
  const request = new Request('https://bot.example/events', {
    method: 'POST',
    body,
    headers: headers ?? (await sign(body)),
  });
  return handleWebhookEvent(request, {
    publicKey,
    uploads: createUploadGate(),
    noteRefusal: async (_request, _log, { event, reason }) => void refusals.push({ event, reason }),
    services: {
      now: () => NOW_MS,
      log: createLogger({ worker: 'bot', write: (line) => lines.push(line) }),
      traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
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

const ping = { version: 1, application_id: '100000000000000001', type: 0 };
const removal = {
  ...ping,
  type: 1,
  event: {
    type: 'APPLICATION_DEAUTHORIZED',
    timestamp: '2025-12-31T23:59:59',
    data: { user: { id: USER, username: 'alice' } },
  },
};

async function expectEmpty204(response: Response): Promise<void> {
  expect(response.status).toBe(204);
  expect(response.headers.get('content-type')).toBe('application/json');
  expect(await response.text()).toBe('');
}

describe('a webhook event', () => {
  it('is answered with an empty 204: a PING, and an event that nothing follows from', async () => {
    await expectEmpty204(await post(ping));
    await expectEmpty204(
      await post({ ...removal, event: { ...removal.event, type: 'APPLICATION_AUTHORIZED' } }),
    );
    expect(begun).toEqual([]);
  });

  it('that somebody has removed Libra hands their erasure over, and names them in no log', async () => {
    await expectEmpty204(await post(removal));
    expect(begun).toMatchObject([{ userId: USER, eventAtMs: NOW_MS - 1_000 }]);
    expect(lines.join()).not.toContain(USER);
  });

  it('is refused for Discord to send again while it cannot be handed over', async () => {
    isObjectOut = true;
    expect((await post(removal)).status).toBe(503);
    isObjectOut = false;
    await expectEmpty204(await post(removal));
    expect(begun).toHaveLength(1);
  });

  it('is believed only with a fresh signature by Discord', async () => {
    const body = JSON.stringify(removal);
    const good = await sign(body);
    const forged = { ...good, 'x-signature-ed25519': 'a'.repeat(128) };
    expect((await post(body, {})).status).toBe(401);
    expect((await post(body, forged)).status).toBe(401);
    expect((await post(`${body} `, good)).status).toBe(401);
    expect((await post(body, await sign(body, NOW_MS - 301_000))).status).toBe(401);
    expect(refusals.map(({ reason }) => reason)).toEqual([
      'signature_missing',
      'signature_wrong',
      'signature_wrong',
      'signature_stale',
    ]);
    expect(begun).toEqual([]);
  });

  it('that is malformed or too large is refused', async () => {
    expect((await post({ type: 1 })).status).toBe(400);
    expect((await post('x'.repeat(65_537))).status).toBe(413);
    expect(refusals).toEqual([
      { event: 'event.refused', reason: 'event' },
      { event: 'event.refused', reason: 'body_too_large' },
    ]);
  });
});
