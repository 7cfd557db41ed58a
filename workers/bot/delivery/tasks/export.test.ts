import { expect, it } from 'vitest';
import type { ExportReply } from '../../bff/export.ts';
import type { OutgoingMessage } from '../../discord/message.ts';
import type { WebhookReply } from '../../discord/webhook.ts';
import { en } from '../../locale/en.ts';
import { deliverExport } from './export.ts';

async function run(fetched: ExportReply, replies: WebhookReply[] = []) {
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
      onOriginalShown: () => {},
      onFollowUp: () => {},
      onRemoved: () => {},
      webhook: {
        async edit(id, message) {
          expect(id).toBe('@original');
          edits.push(message);
          return replies.shift() ?? { kind: 'ok', message: null, pauseMs: 0 };
        },
        create: () => Promise.reject(new Error('nothing new may be posted')),
        read: () => Promise.reject(new Error('nothing needs to be read')),
        remove: () => Promise.reject(new Error('nothing goes')),
      },
    },
  );
  return { report, edits };
}

it('sends everything as a file, in one request', async () => {
  const { report, edits } = await run({ kind: 'whole', json: '{"messages":[]}' });
  expect(report).toEqual({ outcome: 'sent', undelivered: null, requests: 1 });
  expect(edits[0]?.files).toEqual([
    { name: 'libra-data.json', type: 'application/json', text: '{"messages":[]}' },
  ]);
  expect(edits[0]?.content).toBe(en.privacy.exported);
});

it('says so when a file cannot hold it', async () => {
  const { report, edits } = await run({ kind: 'too_large' });
  expect(report.outcome).toBe('too_large');
  expect(edits[0]?.content).toContain('export_too_large');
  expect(edits[0]?.files).toBeUndefined();
});

it('says so where no file may be posted', async () => {
  const { report, edits } = await run({ kind: 'whole', json: '{}' }, [
    { kind: 'gone', status: 403, code: 50_013 },
  ]);
  expect(report).toMatchObject({ undelivered: null, requests: 2 });
  expect(edits.at(-1)).toMatchObject({ content: en.notices.no_file });
  expect(edits.at(-1)?.files ?? []).toEqual([]);
});

it('says so when it fails', async () => {
  const { report, edits } = await run({ kind: 'failed', failure: { code: 'upstream_unreachable' } });
  expect(report.outcome).toBe('failed');
  expect(edits[0]?.content).toContain('upstream_unreachable');
});

it('waits out the race after the deferral and a rate limit', async () => {
  const { report } = await run({ kind: 'whole', json: '{}' }, [
    { kind: 'unknown_webhook' },
    { kind: 'rate_limited', retryAfterMs: 900 },
  ]);
  expect(report).toEqual({ outcome: 'sent', undelivered: null, requests: 3 });
});
