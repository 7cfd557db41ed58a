import { describe, expect, it } from 'vitest';
import { createRequestSigner } from '../../../shared/signing/sign.ts';
import { createBffClient } from './client.ts';
import { fetchExport } from './export.ts';

const caller = { user_id: '2', guild_id: null, channel_id: '4', locale: 'ko' as const };
const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const signer = createRequestSigner({ secret: 's'.repeat(32), name: 'bot' });

function createClient(fetch: (request: Request) => Promise<Response>) {
  return createBffClient({ fetch, signer, traceparent });
}

describe('a call', () => {
  it('is signed as the bot, traced, and states whose it is', async () => {
    let sent: Request | undefined;
    const client = createClient(async (request) => {
      sent = request.clone();
      return Response.json({ forgotten_messages: 2 });
    });
    expect(await client.reset(caller, false)).toEqual({ ok: true, value: { forgotten_messages: 2 } });
    expect(sent?.url).toBe('https://bff.libra.internal/v1/conversations/reset');
    expect(sent?.headers.get('traceparent')).toBe(traceparent);
    expect(sent?.headers.get('signature-input')).toContain('keyid="bot.');
    expect(await sent?.json()).toEqual({ libra: { caller } });
  });

  it('fails as a refusal says', async () => {
    const body = { error: { code: 'rate_limited', libra: { retry_after_sec: 7 } } };
    const client = createClient(async () => Response.json(body, { status: 429 }));
    expect(await client.status(caller)).toEqual({
      ok: false,
      failure: { code: 'rate_limited', evidence: { retry_after_sec: 7 } },
    });
  });

  it.each<[string, (request: Request) => Promise<Response>]>([
    ['refuses the connection', () => Promise.reject(new Error('refused'))],
    ['answers with a page', async () => new Response('<html>', { status: 502 })],
    ['answers with a page and 200', async () => new Response('<html>')],
    ['hangs until it is aborted', (request) => never(request.signal)],
    ['hangs and ignores the signal', () => never()],
    ['hangs after its headers', async () => new Response(new ReadableStream())],
  ])('ends within its own deadline when the bff %s', async (_, fetch) => {
    expect(await createClient(fetch).status(caller)).toEqual({
      ok: false,
      failure: { code: 'upstream_unreachable' },
    });
  });
});

describe('an export', () => {
  const get = (answer: () => Response, maxBytes = 1_000) =>
    fetchExport({ caller, traceparent, maxBytes }, { fetch: async () => answer(), signer });

  it('is returned as it is', async () => {
    expect(await get(() => new Response('{"content":"안녕"}'))).toEqual({
      kind: 'whole',
      json: '{"content":"안녕"}',
    });
  });

  it('is not read beyond what a file may hold', async () => {
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(400)),
    });
    expect(await get(() => new Response(endless))).toEqual({ kind: 'too_large' });
  });

  it('fails as the bff says', async () => {
    expect(await get(() => Response.json({ error: { code: 'internal' } }, { status: 500 }))).toEqual({
      kind: 'failed',
      failure: { code: 'internal' },
    });
  });
});

function never(signal?: AbortSignal): Promise<Response> {
  return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
}
