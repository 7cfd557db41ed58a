import { expect, it } from 'vitest';
import { readArguments } from './read-arguments.ts';

const parameters = {
  type: 'object',
  properties: { url: { type: 'string' }, offset: { type: 'integer' }, note: { type: ['string', 'null'] } },
  required: ['url'],
  additionalProperties: false,
};
const read = (args: object) => readArguments({ parameters }, JSON.stringify(args));

it('takes null for an argument that is left out', () => {
  expect(read({ url: 'a', offset: null })).toEqual({ ok: true, args: { url: 'a' } });
});

it('keeps a null that the schema knows, and refuses one in place of what is required', () => {
  expect(read({ url: 'a', note: null })).toEqual({ ok: true, args: { url: 'a', note: null } });
  expect(read({ url: null })).toMatchObject({ ok: false });
  expect(read({ url: 'a', offset: 'x', note: null })).toMatchObject({ ok: false });
});
