import { describe, expect, it, vi } from 'vitest';
import { MAX_ATTACHED_TEXT_BYTES } from '../../../shared/limits.ts';
import { type GatherDeps, gatherAttachments } from './gather.ts';
import type { AttachedFile } from './judge.ts';

const CDN = 'https://cdn.discordapp.com/ephemeral-attachments/1/2';
const text: AttachedFile = {
  kind: 'text',
  id: '2',
  filename: 'a.csv',
  contentType: 'text/csv',
  sizeBytes: 5,
  url: `${CDN}/a.csv?ex=ffff`,
  width: null,
  height: null,
};
const image: AttachedFile = {
  ...text,
  kind: 'image',
  filename: 'a.png',
  url: `${CDN}/a.png?ex=ffff`,
  width: 640,
  height: 480,
};
const recording: AttachedFile = {
  ...text,
  kind: 'audio',
  id: '3',
  filename: 'a.ogg',
  contentType: 'audio/ogg',
  durationSec: 2.5,
};
const never = new AbortController().signal;

function gather(
  files: readonly AttachedFile[],
  answer: GatherDeps['fetch'],
  changes: Partial<GatherDeps> = {},
) {
  const fetch = vi.fn(answer);
  const hear: GatherDeps['hear'] = async ({ id }) => ({ ok: true, text: `said in ${id}` });
  const deps: GatherDeps = { fetch, hear, now: () => 0, sleep: async () => {}, ...changes };
  return { fetch, gathered: gatherAttachments(files, never, deps) };
}
const failed = (code: string, file = 'a.csv') => ({ ok: false, failure: { code, evidence: { file } } });

describe('the files of a question', () => {
  it('are the text of a text file and the address of an image, which is not downloaded', async () => {
    const { fetch, gathered } = gather([text, image], async () => new Response('가,1\n'));
    expect(await gathered).toEqual({
      ok: true,
      attachments: [
        { kind: 'text', id: '2', filename: 'a.csv', content_type: 'text/csv', size_bytes: 5, text: '가,1\n' },
        {
          ...{ kind: 'image', id: '2', filename: 'a.png', content_type: 'text/csv', size_bytes: 5 },
          ...{ url: image.url, width: 640, height: 480 },
        },
      ],
    });
    expect(fetch).toHaveBeenCalledTimes(1);
    expect(fetch.mock.calls[0]?.[1]).toMatchObject({ redirect: 'manual' });
  });

  it('are what is said in a recording, which somebody else downloads; why it is not heard names the file', async () => {
    const { fetch, gathered } = gather([recording], async () => new Response(''));
    expect(await gathered).toMatchObject({
      ok: true,
      attachments: [{ kind: 'recording', filename: 'a.ogg', text: 'said in 3' }],
    });
    expect(fetch).not.toHaveBeenCalled();
    const hear = async () => ({ ok: false as const, failure: { code: 'recording_too_long' as const } });
    const refused = gather([recording], async () => new Response(''), { hear });
    expect(await refused.gathered).toEqual(failed('recording_too_long', 'a.ogg'));
  });

  it.each<[string, () => Promise<Response>, string, number]>([
    ['answers 404', async () => new Response('', { status: 404 }), 'attachment_expired', 1],
    ['answers 403', async () => new Response('', { status: 403 }), 'attachment_unreachable', 2],
    ['answers 503', async () => new Response('', { status: 503 }), 'attachment_unreachable', 2],
    [
      'redirects',
      async () => new Response(null, { status: 302, headers: { location: 'http://10.0.0.1/' } }),
      'attachment_unreachable',
      2,
    ],
    ['refuses the connection', () => Promise.reject(new Error('refused')), 'attachment_unreachable', 2],
    ['sends no text', async () => new Response(new Uint8Array(9)), 'attachment_unreadable', 1],
    [
      'sends more than it declared',
      async () => new Response('a'.repeat(MAX_ATTACHED_TEXT_BYTES + 1)),
      'attachment_too_large',
      1,
    ],
  ])('fail with a code and a name when the CDN %s', async (_, answer, code, requests) => {
    const { fetch, gathered } = gather([image, text], answer);
    expect(await gathered).toEqual(failed(code));
    expect(fetch).toHaveBeenCalledTimes(requests);
  });

  it('are downloaded once more after a failure that passes', async () => {
    let isFirst = true;
    const { gathered } = gather([text], async () => {
      const status = isFirst ? 503 : 200;
      isFirst = false;
      return new Response('text', { status });
    });
    expect(await gathered).toMatchObject({ ok: true });
  });

  it('are asked for nowhere but at the CDN, and not once their address has expired', async () => {
    const elsewhere = gather([{ ...text, url: 'http://169.254.169.254/attachments/a' }], async () =>
      Response.error(),
    );
    expect(await elsewhere.gathered).toEqual(failed('attachment_unreachable'));
    const late = { now: () => 0x10000 * 1000 };
    const expired = gather([text], async () => Response.error(), late);
    expect(await expired.gathered).toEqual(failed('attachment_expired'));
    const picture = gather([image], async () => Response.error(), late);
    expect(await picture.gathered).toEqual(failed('attachment_expired', 'a.png'));
    for (const { fetch } of [elsewhere, expired, picture]) expect(fetch).not.toHaveBeenCalled();
  });

  it('fail after 8 seconds when the CDN hangs, and leave no timer behind', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { gathered } = gather(
      [text],
      (_, { signal }) =>
        new Promise((_resolve, reject) =>
          signal?.addEventListener('abort', () => reject(signal.reason as Error)),
        ),
    );
    await vi.advanceTimersByTimeAsync(8_000);
    expect(await gathered).toEqual(failed('attachment_unreachable'));
    expect(vi.getTimerCount()).toBe(0);
    vi.useRealTimers();
  });
});
