import { describe, expect, it } from 'vitest';
import { readBoundedBody } from './bounded-body.ts';

function streamed(chunks: readonly (Uint8Array | Error)[], onCancel = () => {}): Request {
  const rest = [...chunks];
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const next = rest.shift();
      if (next instanceof Error) controller.error(next);
      else if (next === undefined) controller.close();
      else controller.enqueue(next);
    },
    cancel: onCancel,
  });
  return new Request('http://x/', { method: 'POST', body: body as never, duplex: 'half' } as never);
}

const bytes = (length: number, value = 7) => new Uint8Array(length).fill(value);

describe('readBoundedBody', () => {
  it('joins the chunks in order, up to the very bound', async () => {
    const read = await readBoundedBody(streamed([bytes(2, 1), bytes(3, 2)]), 5);
    expect(read).toEqual({ kind: 'read', bytes: Uint8Array.from([1, 1, 2, 2, 2]) });
  });

  it('reads no body as no bytes', async () => {
    expect(await readBoundedBody(new Request('http://x/'), 0)).toEqual({
      kind: 'read',
      bytes: new Uint8Array(),
    });
  });

  it('stops reading one byte over the bound, and lets the sender know', async () => {
    let cancelled = false;
    const request = streamed([bytes(5), bytes(1), bytes(1_000)], () => {
      cancelled = true;
    });
    expect(await readBoundedBody(request, 5)).toEqual({ kind: 'too_large' });
    expect(cancelled).toBe(true);
  });

  it('refuses a declared length over the bound without reading', async () => {
    const request = new Request('http://x/', {
      method: 'POST',
      body: 'abc',
      headers: { 'content-length': '6' },
    });
    expect(await readBoundedBody(request, 5)).toEqual({ kind: 'too_large' });
  });

  it('does not trust a declared length that is too small', async () => {
    const request = new Request('http://x/', {
      method: 'POST',
      body: 'abcdefgh',
      headers: { 'content-length': '1' },
    });
    expect(await readBoundedBody(request, 5)).toEqual({ kind: 'too_large' });
  });

  it('reads a body of declared length whole', async () => {
    const request = new Request('http://x/', {
      method: 'POST',
      body: 'abc',
      headers: { 'content-length': '3' },
    });
    expect(await readBoundedBody(request, 3)).toEqual({ kind: 'read', bytes: Uint8Array.from([97, 98, 99]) });
  });

  it.each(['-1', '1e1', '', 'x'])(
    'counts the bytes itself when the declared length is %j',
    async (length) => {
      const request = new Request('http://x/', {
        method: 'POST',
        body: 'abcdefgh',
        headers: { 'content-length': length },
      });
      expect(await readBoundedBody(request, 5)).toEqual({ kind: 'too_large' });
    },
  );

  it('says when the sender of a declared length broke off', async () => {
    const request = streamed([bytes(1), new Error('reset')]);
    request.headers.set('content-length', '5');
    expect(await readBoundedBody(request, 5)).toEqual({ kind: 'broken' });
  });

  it('says when the sender broke off', async () => {
    expect(await readBoundedBody(streamed([bytes(1), new Error('reset')]), 5)).toEqual({ kind: 'broken' });
  });
});
