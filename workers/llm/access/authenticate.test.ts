import { describe, expect, it } from 'vitest';
import { createUploadGate } from '../../../shared/http/upload-gate.ts';
import { createLogger } from '../../../shared/observe/log.ts';
import { createRequestSigner } from '../../../shared/signing/sign.ts';
import { createRequestVerifier } from '../../../shared/signing/verify.ts';
import { platformClock } from '../../../shared/time/clock.ts';
import { authenticate } from './authenticate.ts';
import type { SpendAnswer } from './rpc.ts';

const SECRET = 'a secret that is long enough to be one';
const URL = 'https://llm.libra.internal/v1/chat/completions';

/** At least what a body may take. */
const BODY_MS = 5_000;

/** What becomes of a signed request when the object that keeps spent nonces does this. */
async function authenticateWith(spend: () => Promise<SpendAnswer>) {
  const lines: string[] = [];
  const request = await createRequestSigner({ secret: SECRET, name: 'bff' }).sign(URL, { body: '{}' });
  const authentication = await authenticate(request, {
    verifier: createRequestVerifier({ secrets: [SECRET], accept: 'bff' }),
    guard: () => ({ spend, announce: async () => {} }),
    // Nobody waits in this test: of what is waited for, what is not ready does not come. The body, which may take longer, is there.
    clock: {
      ...platformClock,
      setTimer: (callback, ms) => platformClock.setTimer(callback, ms < BODY_MS ? 0 : ms),
    },
    uploads: createUploadGate(),
    log: createLogger({ worker: 'llm', write: (line) => lines.push(line) }),
  });
  return { authentication, log: lines.join('\n') };
}

describe('a signed request', () => {
  it('goes on when its nonce is spent for the first time', async () => {
    const { authentication } = await authenticateWith(async () => ({ outcome: 'spent', news: [] }));
    expect(authentication).toMatchObject({ ok: true });
  });

  it.each<[string, () => Promise<SpendAnswer>]>([
    ['has no room for it', async () => ({ outcome: 'full', news: [] })],
    ['fails', () => Promise.reject(new Error('lost'))],
    ['never answers', () => new Promise(() => {})],
  ])('goes no further when the object that would know a replay %s', async (_what, spend) => {
    const { authentication, log } = await authenticateWith(spend);
    expect(authentication).toEqual({ ok: false, code: 'upstream_unreachable' });
    expect(log).toContain('replay_guard.unavailable');
  });
});
