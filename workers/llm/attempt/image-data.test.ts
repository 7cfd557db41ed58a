import { describe, expect, it, vi } from 'vitest';
import { platformClock } from '../../../shared/time/clock.ts';
import { downloadImages, type ImageSource, MAX_IMAGE_DATA_BYTES } from './image-data.ts';

const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
const A = 'https://cdn.discordapp.com/ephemeral-attachments/1/2/a.png?ex=1';
const B = 'https://cdn.discordapp.com/ephemeral-attachments/1/3/b.png?ex=1';
const never = new AbortController().signal;
const asking = (...urls: string[]) => [
  { role: 'user' as const, content: urls.map((url) => ({ type: 'image_url' as const, image_url: { url } })) },
];
const image = (bytes = PNG.byteLength) => {
  const body = new Uint8Array(bytes);
  body.set(PNG);
  return new Response(body);
};

function download(urls: string[], answer: ImageSource['fetch'], life = never) {
  const fetch = vi.fn(answer);
  return {
    fetch,
    result: downloadImages(asking(...urls), life, { fetch, clock: platformClock, localOrigin: undefined }),
  };
}
const failed = (code: string) => ({ ok: false, failure: { cause: 'attachment', code } });

describe('the data of images', () => {
  it('is of the type that their bytes say, each downloaded once, without following redirects', async () => {
    const { fetch, result } = download([A, B, A], async () => image());
    expect(await result).toEqual({
      ok: true,
      data: new Map([A, B].map((url) => [url, `data:image/png;base64,${PNG.toString('base64')}`])),
    });
    expect(fetch).toHaveBeenCalledTimes(2);
    for (const [, init] of fetch.mock.calls) expect(init).toMatchObject({ redirect: 'manual' });
  });

  it('is asked for at Discord’s CDN alone', async () => {
    const urls = [
      'https://example.com/attachments/a.png',
      'http://169.254.169.254/attachments/a.png',
      'http://127.0.0.1:9/attachments/a.png',
      'data:image/png;base64,AAAA',
    ];
    const { fetch, result } = download(urls, async () => image());
    expect(await result).toEqual({ ok: true, data: new Map() });
    expect(fetch).not.toHaveBeenCalled();
  });

  it('is not there for what is no image', async () => {
    const { result } = download([A], async () => new Response('<svg/>'));
    expect(await result).toEqual({ ok: true, data: new Map() });
  });

  it.each<[string, () => Promise<Response>, string]>([
    ['answers 404', async () => new Response('', { status: 404 }), 'attachment_expired'],
    ['answers 403', async () => new Response('', { status: 403 }), 'attachment_unreachable'],
    ['refuses the connection', () => Promise.reject(new Error('refused')), 'attachment_unreachable'],
    ['sends too much', async () => image(MAX_IMAGE_DATA_BYTES + 1), 'attachment_too_large'],
  ])('is not there when the CDN %s', async (_, answer, code) => {
    expect(await download([A], answer).result).toEqual(failed(code));
  });

  it('is bounded for all images together', async () => {
    const { result } = download([A, B], async () => image(MAX_IMAGE_DATA_BYTES * 0.6));
    expect(await result).toEqual(failed('attachment_too_large'));
  });

  it('is given up when the request ends, and leaves no timer behind', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const life = new AbortController();
    const hang: ImageSource['fetch'] = (_, { signal }) =>
      new Promise((_resolve, reject) =>
        signal?.addEventListener('abort', () => reject(new Error('aborted'))),
      );
    const { result } = download([A], hang, life.signal);
    life.abort();
    expect(await result).toEqual(failed('attachment_unreachable'));
    const late = download([A], hang).result;
    await vi.advanceTimersByTimeAsync(8_000);
    expect(await late).toEqual(failed('attachment_unreachable'));
    expect(vi.getTimerCount()).toBe(0);
    vi.useRealTimers();
  });
});
