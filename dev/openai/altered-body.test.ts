import { expect, it } from 'vitest';
import { alterBody } from './altered-body.ts';

const body = { data: [1], text: 'hello', usage: { total_tokens: 3 } };

it('leaves a body as it is without faults', () => {
  expect(alterBody(body, {})).toEqual(body);
});

it('takes out what was asked for with empty', () => {
  expect(alterBody(body, { empty: {} })).toEqual({ ...body, data: [], text: '' });
});

it('changes or leaves out the usage, and adds none where there is none', () => {
  expect(alterBody(body, { usage: { value: -1 } })).toEqual({ ...body, usage: -1 });
  expect(alterBody(body, { noUsage: {} })).toEqual({ data: [1], text: 'hello' });
  expect(alterBody({ results: [] }, { usage: { value: -1 } })).toEqual({ results: [] });
});
