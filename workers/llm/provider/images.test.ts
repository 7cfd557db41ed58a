import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { imageTypeOf, imageUrlsOf, isFetchTrouble, withImageData } from './images.ts';
import type { ProviderRequest } from './provider.ts';

const image = (url: string) => ({ type: 'image_url' as const, image_url: { url, detail: 'low' as const } });
const text = { type: 'text' as const, text: 'What is this?' };
const A = 'https://cdn.discordapp.com/attachments/1/2/a.png';
const B = 'https://cdn.discordapp.com/attachments/1/2/b.png';
const DATA = 'data:image/png;base64,AAAA';
const request: ProviderRequest = {
  model: 'm',
  stream: true,
  stream_options: { include_usage: true },
  messages: [
    { role: 'system', content: 'Be brief.' },
    { role: 'user', content: [text, image(A), image(B), image(A), image(DATA)] },
  ],
};

it('finds each address once, and no data', () => {
  expect(imageUrlsOf(request.messages)).toEqual([A, B]);
});

it('puts data in the place of an address, and leaves the rest', () => {
  expect(withImageData(request, new Map([[A, DATA]]))).toEqual({
    ...request,
    messages: [
      request.messages[0],
      { role: 'user', content: [text, image(DATA), image(B), image(DATA), image(DATA)] },
    ],
  });
});

it.each([
  ['89504e470d0a1a0a0000000d', 'image/png'],
  ['ffd8ffe000104a464946', 'image/jpeg'],
  ['474946383961', 'image/gif'],
  ['52494646000000005745425056503820', 'image/webp'],
  ['3c737667', null],
  ['', null],
])('tells the type of %s by its bytes', (hex, type) => {
  expect(imageTypeOf(Buffer.from(hex, 'hex'))).toBe(type);
});

it('tells a type or none, for any bytes', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 20 }), (bytes) => imageTypeOf(bytes) !== undefined));
});

describe('a refusal', () => {
  const fault = (detail: string, code?: 'invalid_image_url' | 'unsupported_value') => ({
    cause: 'request_rejected' as const,
    status: 400,
    detail,
    ...(code === undefined ? {} : { code }),
  });
  it.each([
    fault('Error while downloading …', 'invalid_image_url'),
    fault('Timeout while downloading the image from …'),
    fault('Cannot fetch content from the provided URL.'),
    fault('failed to retrieve media: received status code: 403'),
    fault('invalid image input'),
    fault("'url' field must be a base64 encoded image."),
    fault('Unable to download the file. Please verify the URL and try again.'),
  ])('for an image that could not be fetched is one: $detail', (given) => {
    expect(isFetchTrouble(given)).toBe(true);
  });
  it.each([
    fault('image input is not supported - hint: if this is unexpected, you may need to provide the mmproj'),
    fault('m is not a multimodal model'),
    fault("Unrecognized request argument supplied: 'foo'", 'unsupported_value'),
    fault(''),
  ])('for another reason is none: $detail', (given) => {
    expect(isFetchTrouble(given)).toBe(false);
  });
});
