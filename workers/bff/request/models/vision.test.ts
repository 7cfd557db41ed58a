import { expect, it } from 'vitest';
import { parseCatalogue } from '../../../../shared/catalogue/parse.ts';
import { findVisionFault, showsImages } from './vision.ts';

const catalogueOf = (...abilities: (string[] | undefined)[]) => {
  const parsed = parseCatalogue({
    default: 'all',
    providers: [{ name: 'desk', base_url: 'http://localhost:1/v1', auth: 'none' }],
    models: [
      ...abilities.map((list, at) => ({
        name: `m${at}`,
        provider: 'desk',
        ...(list === undefined ? {} : { abilities: list }),
      })),
      { name: 'eyes', provider: 'desk', abilities: ['vision'] },
    ],
    aliases: [{ name: 'all', chain: abilities.map((_, at) => ({ target: `m${at}` })) }],
  });
  if (!parsed.ok) throw new Error('the catalogue is wrong');
  return parsed.catalogue;
};
const caller = { user_id: '1', guild_id: null, channel_id: '2', locale: 'ko' } as const;
const image = [
  {
    role: 'user' as const,
    content: [
      { type: 'image_url' as const, image_url: { url: 'https://cdn.discordapp.com/attachments/1/2/a' } },
    ],
  },
];
const text = [{ role: 'user' as const, content: '안녕?' }];
const chat = { caller, model: undefined, messages: image };

it('names a model that sees when no target of the chain does', () => {
  expect(findVisionFault(catalogueOf([], ['tools']), chat)).toEqual({
    code: 'vision_unsupported',
    evidence: { model: 'eyes' },
  });
  expect(findVisionFault(catalogueOf([]), { ...chat, model: 'm0' })).toMatchObject({
    code: 'vision_unsupported',
  });
});

it('finds no fault where a target sees, may see, or has nothing to see', () => {
  expect(findVisionFault(catalogueOf([], ['vision']), chat)).toBeNull();
  expect(findVisionFault(catalogueOf([], undefined), chat)).toBeNull();
  expect(findVisionFault(catalogueOf([]), { ...chat, model: 'eyes' })).toBeNull();
  expect(findVisionFault(catalogueOf([]), { ...chat, messages: text })).toBeNull();
  expect(showsImages(text)).toBe(false);
});

it('leaves the request of an API client to the check that names its field', () => {
  expect(findVisionFault(catalogueOf([]), { ...chat, caller: undefined })).toBeNull();
});
