import { describe, expect, it } from 'vitest';
import type { OutgoingMessage } from '../discord/message.ts';
import { EPHEMERAL } from '../discord/message.ts';
import { ORIGINAL, type WebhookReply } from '../discord/webhook.ts';
import { gateRefusalIn, moveHome, sayAlone } from './alone.ts';
import { RACE_MS } from './pacing.ts';

const OK: WebhookReply = { kind: 'ok', message: null, pauseMs: 0 };
const created: WebhookReply = {
  ...OK,
  message: { id: '7', content: '', isBlank: false, buttons: [], attachments: [] },
};

/** How Discord answers, one after the other. */
function createDiscord(removals: WebhookReply[] = [OK], creations: WebhookReply[] = []) {
  const calls: [method: string, id: string | null, message?: OutgoingMessage][] = [];
  const deps = {
    sleep: async (_ms: number) => {},
    webhook: {
      async edit(id: string, message: OutgoingMessage) {
        calls.push(['edit', id, message]);
        return OK;
      },
      async create(message: OutgoingMessage) {
        calls.push(['create', null, message]);
        return creations.shift() ?? created;
      },
      async remove(id: string) {
        calls.push(['remove', id]);
        return removals.shift() ?? OK;
      },
    },
  };
  return { deps, calls, methods: () => calls.map(([method]) => method) };
}

describe('what only the person is told after a deferral for everybody', () => {
  it('comes once "thinking…" is gone', async () => {
    const { deps, calls, methods } = createDiscord();
    expect(await sayAlone('Muted.', { isPrivate: false }, deps)).toBe('ok');
    expect(methods()).toEqual(['remove', 'create']);
    expect(calls[0]).toEqual(['remove', ORIGINAL]);
    const message = calls[1]?.[2];
    expect(message?.content).toBe('Muted.');
    expect((message?.flags ?? 0) & EPHEMERAL).toBe(EPHEMERAL);
  });

  it('waits for a deferral that Discord has not heard of yet', async () => {
    const { deps, methods } = createDiscord([
      { kind: 'unknown_webhook' },
      { kind: 'rate_limited', retryAfterMs: 10 },
      { kind: 'unavailable', status: 503, maybeDone: false },
      OK,
    ]);
    expect(await sayAlone('Muted.', { isPrivate: false }, deps)).toBe('ok');
    expect(methods()).toEqual(['remove', 'remove', 'remove', 'remove', 'create']);
  });

  it('waits for a late deferral as long as an answer does', async () => {
    const late: WebhookReply = { kind: 'unknown_webhook' };
    const { deps, methods } = createDiscord([...Array.from({ length: 8 }, () => late), OK]);
    let waitedMs = 0;
    deps.sleep = async (ms: number) => {
      waitedMs += ms;
    };
    expect(await sayAlone('Muted.', { isPrivate: false }, deps)).toBe('ok');
    expect(methods().at(-1)).toBe('create');
    expect(waitedMs).toBeGreaterThan(8_000);
    expect(waitedMs).toBeLessThan(RACE_MS);
  });

  it('comes also where "thinking…" was gone already', async () => {
    const { deps, methods } = createDiscord([{ kind: 'gone', status: 404, code: 10_008 }]);
    expect(await sayAlone('Muted.', { isPrivate: false }, deps)).toBe('ok');
    expect(methods()).toEqual(['remove', 'create']);
  });

  it('takes the place of a "thinking…" that cannot be taken back: nobody is left waiting', async () => {
    const down: WebhookReply = { kind: 'unavailable', status: 503, maybeDone: false };
    const { deps, calls, methods } = createDiscord(Array.from({ length: 20 }, () => down));
    expect(await sayAlone('Muted.', { isPrivate: false }, deps)).toBe('ok');
    expect(calls.at(-1)).toEqual(['edit', ORIGINAL, { content: 'Muted.', components: [] }]);
    expect(await moveHome({ content: '…' }, deps)).toBeNull();
    expect(methods()).not.toContain('create');
  });
});

it('stands in the place of a deferral that only the person sees', async () => {
  const { deps, calls } = createDiscord();
  await sayAlone('Muted.', { isPrivate: true }, deps);
  expect(calls).toEqual([['edit', ORIGINAL, { content: 'Muted.', components: [] }]]);
});

describe('once "thinking…" is gone', () => {
  const full: WebhookReply = { kind: 'rate_limited', retryAfterMs: 2_000 };
  const down: WebhookReply = { kind: 'unavailable', status: 503, maybeDone: false };

  it('a message is tried again while Discord has surely not taken it', async () => {
    const { deps, methods } = createDiscord([OK], [full, down]);
    expect(await moveHome({ content: '…' }, deps)).toBe('7');
    expect(methods()).toEqual(['remove', 'create', 'create', 'create']);
    const telling = createDiscord([OK], [full, down, full, down, full, down]);
    expect(await sayAlone('Muted.', { isPrivate: false }, telling.deps)).toBe('ok');
    expect(telling.methods().filter((method) => method === 'create')).toHaveLength(7);
  });

  it('one that may have been taken is not', async () => {
    const lost: WebhookReply = { kind: 'unavailable', status: 0, maybeDone: true };
    const { deps, methods } = createDiscord([OK], [lost]);
    expect(await moveHome({ content: '…' }, deps)).toBeNull();
    expect(methods()).toEqual(['remove', 'create']);
  });
});

it.each([
  ...(['question_erased', 'gate_outdated', 'channel_not_allowed', 'user_blocked'] as const),
  ...(['moderation_cooldown', 'rate_limit_user', 'rate_limit_guild'] as const),
  ...(['budget_user', 'budget_role', 'budget_guild', 'budget_global'] as const),
])('%s is for the person alone, as the gate would have said it', (code) => {
  const end = { kind: 'failed', failure: { code } } as const;
  expect(gateRefusalIn({ end, about: {} })).toEqual({ code });
});

it('is not said alone where "thinking…" may still be there', async () => {
  const { deps, methods } = createDiscord([{ kind: 'gone', status: 403, code: 50_001 }]);
  await sayAlone('Muted.', { isPrivate: false }, deps);
  expect(methods()).toEqual(['remove', 'edit']);
});
