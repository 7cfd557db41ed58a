import { expect, it } from 'vitest';
import { MAX_DOCUMENT_BYTES } from '../../../shared/limits.ts';
import { type FetchSourceDeps, readSource } from './fetch-source.ts';

const CDN = 'http://127.0.0.1:9';
const file = {
  kind: 'file',
  url: `${CDN}/attachments/a.pdf`,
  content_type: 'application/pdf',
  size_bytes: 1,
} as const;

function answering(answer: () => Response | Promise<Response>): FetchSourceDeps {
  return {
    fetch: async () => answer(),
    fetchWeb: async () => answer(),
    localOrigin: CDN,
    nowMs: 0,
  };
}

/** Bytes without an end, and how many of them were taken. */
function endless() {
  const taken = { bytes: 0 };
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      taken.bytes += 1_048_576;
      controller.enqueue(new Uint8Array(1_048_576));
    },
  });
  return { taken, response: new Response(body) };
}

it('a file of more than 10 MiB is not read to its end, whatever Discord has said of its size', async () => {
  const { taken, response } = endless();
  const read = await readSource(
    file,
    'a.pdf',
    answering(() => response),
  );
  expect(read).toEqual({ kind: 'failed', problem: 'document_too_large' });
  expect(taken.bytes).toBeLessThan(2 * MAX_DOCUMENT_BYTES);
});

it.each([
  ['is gone', () => new Response('', { status: 404 }), { kind: 'failed', problem: 'attachment_expired' }],
  ['cannot be had at the moment', () => new Response('', { status: 503 }), { kind: 'unreachable' }],
  ['breaks off', () => Promise.reject(new Error('reset')), { kind: 'unreachable' }],
])('a file that %s', async (_, answer, expected) => {
  expect(await readSource(file, 'a.pdf', answering(answer))).toEqual(expected);
});

it('a file is fetched from Discord alone', async () => {
  const read = await readSource(
    { ...file, url: 'https://example.com/attachments/a.pdf' },
    'a.pdf',
    answering(() => new Response('x')),
  );
  expect(read).toEqual({ kind: 'failed', problem: 'attachment_expired' });
});
