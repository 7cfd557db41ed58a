import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseFiles } from './files.ts';

const URL_OF_FILE = 'https://cdn.discordapp.com/ephemeral-attachments/1/2/a.png?ex=1';

it('reads what Discord says of a file', () => {
  const attachments = {
    '2': {
      id: '2',
      filename: '별.png',
      size: 24,
      url: URL_OF_FILE,
      proxy_url: URL_OF_FILE,
      content_type: 'Image/PNG; charset=binary',
      width: 640,
      height: 480,
      flags: 32,
      ephemeral: true,
    },
  };
  expect(parseFiles({ attachments }).get('2')).toEqual({
    id: '2',
    filename: '별.png',
    contentType: 'image/png',
    sizeBytes: 24,
    url: URL_OF_FILE,
    width: 640,
    height: 480,
    isAnimated: true,
  });
});

it('takes nothing for granted that is missing or of another type', () => {
  const attachments = {
    '2': { url: URL_OF_FILE, filename: '\u202e', size: -1, width: '9', content_type: 7 },
  };
  expect(parseFiles({ attachments }).get('2')).toEqual({
    id: '2',
    filename: 'unknown',
    contentType: null,
    sizeBytes: 0,
    url: URL_OF_FILE,
    width: null,
    height: null,
    isAnimated: false,
  });
});

it('never throws', () => {
  fc.assert(fc.property(fc.anything(), (value) => parseFiles(value).size >= 0));
  fc.assert(fc.property(fc.anything(), (value) => parseFiles({ attachments: value }).size >= 0));
});
