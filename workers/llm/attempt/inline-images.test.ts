import { expect, it, vi } from 'vitest';
import { createAdaptationMemory } from '../provider/adaptation-memory.ts';
import type { RequestFault } from '../provider/failure.ts';
import type { ProviderRequest } from '../provider/provider.ts';
import type { ImageData } from './image-data.ts';
import { createInlineImages, NO_INLINE_IMAGES } from './inline-images.ts';

const URL_OF_IMAGE = 'https://cdn.discordapp.com/attachments/1/2/a.png';
const DATA = 'data:image/png;base64,AAAA';
const asking = (url: string): ProviderRequest => ({
  model: 'm',
  stream: true,
  stream_options: { include_usage: true },
  messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url } }] }],
});
const request = asking(URL_OF_IMAGE);
const refused: RequestFault = { cause: 'request_rejected', status: 400, code: 'invalid_image_url' };
const found: ImageData = { ok: true, data: new Map([[URL_OF_IMAGE, DATA]]) };
const lost: ImageData = { ok: false, failure: { cause: 'attachment', code: 'attachment_expired' } };

function begin(image: ImageData = found, memory = createAdaptationMemory()) {
  const download = vi.fn(async () => image);
  return { images: createInlineImages(memory, download), download, memory };
}

it('sends the address first, and data once the target has refused it', async () => {
  const { images, download } = begin();
  expect(await images.prepare('a/m', request)).toEqual(request);
  expect(download).not.toHaveBeenCalled();
  expect(images.retries('a/m', refused)).toBe(true);
  expect(await images.prepare('a/m', request)).toEqual(asking(DATA));
  expect(images.retries('a/m', refused)).toBe(false);
  expect(images.retries('b/m', refused)).toBe(true);
  await images.prepare('b/m', request);
  expect(download).toHaveBeenCalledTimes(1);
});

it('remembers a target that has answered to data, and no other', async () => {
  const { images, memory } = begin();
  images.answered('b/m');
  images.retries('a/m', refused);
  await images.prepare('a/m', request);
  images.answered('a/m');
  const next = begin(found, memory).images;
  expect(await next.prepare('a/m', request)).toEqual(asking(DATA));
  expect(await next.prepare('b/m', request)).toEqual(request);
});

it('remembers nothing of an image that could not be downloaded, and says why', async () => {
  const { images, memory } = begin(lost);
  images.retries('a/m', refused);
  expect(images.failure()).toBeUndefined();
  expect(await images.prepare('a/m', request)).toEqual(request);
  expect(images.failure()).toEqual({ cause: 'attachment', code: 'attachment_expired' });
  images.answered('a/m');
  expect(memory.of('a/m')).toEqual([]);
});

it('does not repeat what was refused for another reason, nor the request of an API client', async () => {
  const other: RequestFault = { cause: 'request_rejected', status: 400, detail: 'images are not supported' };
  expect(begin().images.retries('a/m', other)).toBe(false);
  expect(NO_INLINE_IMAGES.retries('a/m', refused)).toBe(false);
  expect(await NO_INLINE_IMAGES.prepare('a/m', request)).toEqual(request);
});
