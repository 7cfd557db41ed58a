import { describe, expect, it } from 'vitest';
import type { Transcript } from '../../../../shared/contract/voice-messages.ts';
import type { BffReply } from '../../bff/call.ts';
import type { OutgoingMessage } from '../../discord/message.ts';
import type { WebhookReply } from '../../discord/webhook.ts';
import { textsFor } from '../../locale/choose.ts';
import type { TranscriptTask } from '../job.ts';
import { deliverTranscript } from './transcript.ts';

const MINUTE_MS = 60_000;
const job = {
  receivedAtMs: 0,
  caller: { user_id: '2', guild_id: '3', channel_id: '4', locale: 'en' },
} as const;
const task: TranscriptTask = {
  kind: 'transcript',
  recording: { id: '9', filename: 'a.ogg', url: 'https://cdn.example/a.ogg' } as TranscriptTask['recording'],
  messageId: '7',
};
const LOADING: BffReply<Transcript> = { ok: false, failure: { code: 'provider_loading' } };
const HEARD: BffReply<Transcript> = {
  ok: true,
  value: { text: 'Good morning.', seconds: 2, segments: [], is_cached: false } as unknown as Transcript,
};

async function deliver(replies: readonly BffReply<Transcript>[]) {
  let nowMs = 0;
  let asked = 0;
  const edits: string[] = [];
  const phases: string[] = [];
  const edit = async (_id: string, { content = '' }: OutgoingMessage): Promise<WebhookReply> => {
    edits.push(content);
    return { kind: 'ok', message: null, pauseMs: 0 };
  };
  const report = await deliverTranscript(job, task, {
    webhook: {
      edit,
      create: async (message) => edit('', message),
      read: async () => ({ kind: 'ok', message: null, pauseMs: 0 }),
      remove: async () => ({ kind: 'ok', message: null, pauseMs: 0 }),
    },
    texts: textsFor('en'),
    now: () => nowMs,
    sleep: async (ms) => {
      nowMs += ms;
    },
    onPosting: (phase) => phases.push(phase),
    onOriginalShown: () => undefined,
    onFollowUp: () => undefined,
    onRemoved: () => undefined,
    transcribe: async () => {
      asked += 1;
      return replies[Math.min(asked, replies.length) - 1] ?? LOADING;
    },
  });
  return { report, edits, phases, asked, tookMs: nowMs };
}

describe('a recording, while what hears is still being fetched', () => {
  it('is waited for: its person is told once, and then has the text', async () => {
    const { report, edits, phases, asked } = await deliver([LOADING, LOADING, LOADING, HEARD]);
    expect(report.outcome).toBe('heard');
    expect(asked).toBe(4);
    expect(edits).toHaveLength(2);
    expect(edits[0]).toContain('is still being fetched');
    expect(edits[1]).toContain('Good morning.');
    // An isolate that dies meanwhile leaves a note, which the next one replaces.
    expect(phases).toEqual(['waiting', 'ending']);
  });

  it('is given up, and said so, before the token of the interaction ends', async () => {
    const { report, edits, tookMs } = await deliver([LOADING]);
    expect(report.outcome).toBe('refused');
    expect(edits.at(-1)).toContain('provider_loading');
    expect(tookMs).toBeGreaterThan(10 * MINUTE_MS);
    expect(tookMs).toBeLessThan(15 * MINUTE_MS);
  });

  it('is not tried again for any other reason', async () => {
    const { asked } = await deliver([{ ok: false, failure: { code: 'provider_unavailable' } }, HEARD]);
    expect(asked).toBe(1);
  });
});
