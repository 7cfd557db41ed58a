import { expect, it } from 'vitest';
import { createUploadGate } from '../../../shared/http/upload-gate.ts';
import type { VoiceEnv } from '../env.ts';
import type { Redeemed } from '../session/rpc.ts';
import { beginSession } from './sessions.ts';

async function codeOf(redeemed: Redeemed): Promise<unknown> {
  const session = { redeem: async () => redeemed };
  const env = { TALK_SESSION: { idFromString: (id: string) => id, get: () => session } };
  const request = new Request('https://voice.example/v1/talk/sessions', {
    method: 'POST',
    headers: { origin: 'https://voice.example' },
    body: JSON.stringify({ token: `${'a'.repeat(64)}.${'b'.repeat(43)}` }),
  });
  const response = await beginSession(request, env as unknown as VoiceEnv, createUploadGate());
  return ((await response.json()) as { error: { code: string } }).error.code;
}

it('tells a link that was used from minutes that are used up', async () => {
  expect(await codeOf({ ok: false, why: 'unknown' })).toBe('unauthorized');
  expect(await codeOf({ ok: false, why: 'time_used' })).toBe('budget_user');
});
