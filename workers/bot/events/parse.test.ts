import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseWebhookEvent } from './parse.ts';

const USER = '200000000000000001';
const parse = (payload: unknown) => parseWebhookEvent(JSON.stringify(payload));
const removal = (event: object = {}) => ({
  version: 1,
  application_id: '100000000000000001',
  type: 1,
  event: {
    type: 'APPLICATION_DEAUTHORIZED',
    timestamp: '2026-01-01T00:00:00.123456',
    data: { user: { id: USER, username: 'alice' } },
    ...event,
  },
});

it('reads a PING and who has removed the application', () => {
  expect(parse({ version: 1, application_id: '1', type: 0 })).toEqual({ ok: true, event: { kind: 'ping' } });
  const atMs = Date.UTC(2026, 0, 1, 0, 0, 0, 123);
  expect(parse(removal())).toEqual({ ok: true, event: { kind: 'deauthorized', userId: USER, atMs } });
});

it.each([
  ['2026-01-01T00:00:00', 0],
  ['2026-01-01T00:00:00.5Z', 500],
  ['2026-01-01T09:00:00+09:00', 0],
])('reads the time %s, in UTC where it names no offset', (timestamp, ms) => {
  expect(parse(removal({ timestamp }))).toMatchObject({ event: { atMs: Date.UTC(2026, 0, 1) + ms } });
});

it('ignores events from which nothing follows', () => {
  for (const type of ['APPLICATION_AUTHORIZED', 'ENTITLEMENT_CREATE', 'SOMETHING_NEW']) {
    expect(parse(removal({ type, data: null }))).toEqual({ ok: true, event: { kind: 'ignored' } });
  }
});

it.each<[string, unknown]>([
  ['not an object', []],
  ['type', { type: 2 }],
  ['event', { type: 1 }],
  ['event.type', { type: 1, event: {} }],
  ['event.timestamp', removal({ timestamp: 'yesterday' })],
  ['event.timestamp', removal({ timestamp: 1 })],
  ['event.data.user.id', removal({ data: {} })],
  ['event.data.user.id', removal({ data: { user: { id: '../1' } } })],
])('names %s when it is malformed', (problem, payload) => {
  expect(parse(payload)).toEqual({ ok: false, problem });
});

it('never throws, and names nobody but by a snowflake', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.json(),
        fc.json().map((json) => JSON.stringify(removal({ data: json }))),
      ),
      (text) => {
        const parsed = parseWebhookEvent(text);
        if (parsed.ok && parsed.event.kind === 'deauthorized')
          expect(parsed.event.userId).toMatch(/^\d{15,20}$/);
      },
    ),
  );
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      parseWebhookEvent(text);
    }),
  );
});
