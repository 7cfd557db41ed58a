import { expect, it } from 'vitest';
import { createReasoningDetails } from './reasoning-details.ts';

function detailsOf(...deltas: object[]) {
  const { take, details } = createReasoningDetails();
  for (const delta of deltas) take(JSON.stringify({ choices: [{ index: 0, delta, finish_reason: null }] }));
  return details();
}

const text = (piece: object) => ({ reasoning_details: [{ type: 'reasoning.text', index: 0, ...piece }] });
const encrypted = (id: string) => ({ type: 'reasoning.encrypted', index: 0, id, data: `c2ln-${id}` });

it('puts the pieces of a thought together, with the signature that comes last', () => {
  expect(
    detailsOf(
      text({ text: 'Let ', signature: null }),
      text({ text: 'me see.' }),
      text({ signature: 'c2ln' }),
    ),
  ).toEqual([{ type: 'reasoning.text', index: 0, text: 'Let me see.', signature: 'c2ln' }]);
});

it('keeps what is encrypted apart, also under one index', () => {
  expect(
    detailsOf(
      text({ text: 'a' }),
      { reasoning_details: [encrypted('a'), encrypted('b')] },
      text({ text: 'b' }),
    ),
  ).toEqual([{ type: 'reasoning.text', index: 0, text: 'ab' }, encrypted('a'), encrypted('b')]);
});

it('has none where a provider gives none', () => {
  expect(detailsOf({ content: 'reasoning_details' }, { reasoning_details: null }, {})).toBeUndefined();
});

it('reads no more of them than of an answer', () => {
  const { take, details } = createReasoningDetails();
  for (let index = 0; index < 50; index += 1) {
    take(JSON.stringify({ choices: [{ index: 0, delta: text({ text: 'x'.repeat(100_000) }) }] }));
  }
  expect(JSON.stringify(details()).length).toBeLessThan(210_000);
});
