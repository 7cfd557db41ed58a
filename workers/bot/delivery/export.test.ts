import { expect, it } from 'vitest';
import type { OutgoingMessage, WebhookReply } from '../discord/webhook.ts';
import { en } from '../locale/en.ts';
import { deliverExport, type ExportFetch } from './export.ts';

async function run(fetched: ExportFetch, replies: WebhookReply[] = []) {
  const edits: OutgoingMessage[] = [];
  let nowMs = 0;
  const report = await deliverExport(
    { receivedAtMs: 0 },
    {
      texts: en,
      fetchExport: async () => fetched,
      now: () => nowMs,
      sleep: async (ms) => {
        nowMs += ms;
      },
      onPosting: () => {},
      onFollowUp: () => {},
      webhook: {
        async edit(id, message) {
          expect(id).toBe('@original');
          edits.push(message);
          return replies.shift() ?? { kind: 'ok', message: null, pauseMs: 0 };
        },
        create: () => Promise.reject(new Error('nothing new may be posted')),
        read: () => Promise.reject(new Error('nothing needs to be read')),
      },
    },
  );
  return { report, edits };
}

it('sends everything as a file, in one request', async () => {
  const { report, edits } = await run({ ok: true, json: '{"messages":[]}' });
  expect(report).toEqual({ outcome: 'sent', undelivered: null, requests: 1 });
  expect(edits[0]?.file).toEqual({
    name: 'libra-data.json',
    type: 'application/json',
    text: '{"messages":[]}',
  });
  expect(edits[0]?.content).toBe(en.privacy.exported);
});

it('says so when a file cannot hold it', async () => {
  const { report, edits } = await run({ ok: false, code: 'too_large' });
  expect(report.outcome).toBe('too_large');
  expect(edits[0]?.content).toContain('export_too_large');
  expect(edits[0]?.file).toBeUndefined();
});

it('tells a failure instead of thinking for ever', async () => {
  const { report, edits } = await run({ ok: false, code: 'upstream_unreachable' });
  expect(report.outcome).toBe('failed');
  expect(edits[0]?.content).toContain('upstream_unreachable');
});

it('waits out the race after the deferral and a rate limit', async () => {
  const { report } = await run({ ok: true, json: '{}' }, [
    { kind: 'unknown_webhook' },
    { kind: 'rate_limited', retryAfterMs: 900 },
  ]);
  expect(report).toEqual({ outcome: 'sent', undelivered: null, requests: 3 });
});
